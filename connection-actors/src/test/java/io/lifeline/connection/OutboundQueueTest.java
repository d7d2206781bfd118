package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.OutboundSettings.Overflow;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.RecordingTracing;
import io.lifeline.telemetry.tracing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutboundQueueTest {
  private static final int LIMIT = 300;

  @Test
  void whatWaitsGoesOutAsOneWriteInOrder() {
    OutboundQueue queue = queue(Overflow.DISCONNECT);

    queue.addPublication("a", bytes("one "));
    queue.add(bytes("two "));
    queue.addPublication("a", bytes("three"));

    assertThat(queue.drain().utf8String()).isEqualTo("one two three");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void controlFramesOvertakeEverythingButEachOther() {
    OutboundQueue queue = queue(Overflow.DISCONNECT);

    queue.addPublication("a", bytes("data"));
    queue.addControl(bytes("first "), 1);
    queue.addControl(bytes("second "), 1);

    assertThat(queue.drain().utf8String()).isEqualTo("first second data");
  }

  @Test
  void publicationThatIsDroppedIsNotTimed() {
    RecordingEventSink events = new RecordingEventSink();
    OutboundQueue queue = queue(Overflow.LATEST_ONLY);
    for (long takenAt = 0; takenAt < 5; takenAt++) {
      Journey journey = new Journey("news:", takenAt, 1, () -> 10);
      queue.addPublication("a", bytes("x".repeat(100)), Overflow.LATEST_ONLY, journey);
    }

    queue.journeysEnd(events);
    queue.drain();
    queue.addPublication("a", bytes("not timed"));
    queue.journeysEnd(events);

    assertThat(events.recorded(Metric.DELIVERY, "news:"))
        .containsExactly(Duration.ofMillis(6).toNanos());
  }

  @Test
  void traceOfWhatIsDroppedEndsThere() {
    RecordingTracing tracing = new RecordingTracing();
    OutboundQueue queue = queue(Overflow.LATEST_ONLY);
    for (int i = 0; i < 3; i++) {
      OpenSpan span = tracing.begin(Step.DELIVER, null, "news:");
      Journey journey = new Journey("news:", 0, 1, () -> 10).traced(span);
      queue.addPublication("a", bytes("x".repeat(150)), Overflow.LATEST_ONLY, journey);
    }
    assertThat(tracing.of(Step.DELIVER).stream().map(span -> span.outcomes))
        .containsExactly(List.of(Outcome.DROPPED), List.of(Outcome.DROPPED), List.of());

    queue.journeysAreCutShort();

    assertThat(tracing.of(Step.DELIVER))
        .allMatch(span -> span.outcomes.equals(List.of(Outcome.DROPPED)));
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void limitHoldsForWhatMayNotBeDropped(Overflow policy) {
    OutboundQueue queue = queue(policy);

    assertThat(queue.add(bytes("x".repeat(96)))).isTrue();
    assertThat(queue.add(bytes("x".repeat(77)))).isFalse();
    assertThat(queue.addControl(bytes("x".repeat(77)), 1)).isFalse();
    assertThat(queue.addPublication("a", bytes("x".repeat(77)))).isFalse();
    assertThat(queue.bytes()).isEqualTo(96);
  }

  @Test
  void emptyFramesAreNotFree() {
    OutboundQueue queue = queue(Overflow.DISCONNECT);

    int taken = 0;
    while (queue.addControl(bytes(""), 1)) {
      taken++;
    }

    assertThat(taken).isEqualTo(LIMIT / OutboundQueue.FRAME_OVERHEAD);
  }

  @Test
  void controlFramesAreNoMessages() {
    OutboundQueue queue = queue(Overflow.DROP_OLDEST);
    queue.addControl(bytes("ping"), 1);
    queue.addPublication("a", bytes("1".repeat(70)));
    queue.addAnswer(bytes("answer and pong"), 2, 1);
    assertThat(queue.messages()).isEqualTo(2);

    assertThat(queue.addClose(bytes("close"))).isFalse();
    queue.addPublication("b", bytes("2"));

    assertThat(queue.takeDropped()).isEqualTo(1);
    assertThat(queue.messages()).isEqualTo(2);
    queue.drain();
    assertThat(queue.addClose(bytes("close"))).isTrue();
    assertThat(queue.messages()).isZero();
    assertThat(queue.isEmpty()).isFalse();
  }

  @Test
  void answersAlwaysFitAndNothingElseDoesThen() {
    OutboundQueue queue = queue(Overflow.DISCONNECT);
    queue.addControl(bytes("ping"), 1);
    assertThat(queue.isHalfFull()).isFalse();

    queue.addAnswer(bytes("x".repeat(LIMIT + 1)), 3, 2);

    assertThat(queue.messages()).isEqualTo(2);
    assertThat(queue.isHalfFull()).isTrue();
    assertThat(queue.addPublication("a", bytes("y"))).isFalse();
  }

  @Test
  void oldestPublicationsMakeRoom() {
    OutboundQueue queue = queue(Overflow.DROP_OLDEST);
    queue.addPublication("a", bytes("1".repeat(46)));
    queue.add(bytes("k".repeat(6)));
    queue.addPublication("b", bytes("2".repeat(46)));

    assertThat(queue.addPublication("c", bytes("3".repeat(46)))).isTrue();

    assertThat(queue.takeDropped()).isEqualTo(1);
    assertThat(queue.drain().utf8String())
        .isEqualTo("k".repeat(6) + "2".repeat(46) + "3".repeat(46));
  }

  @Test
  void onlyTheLatestOfTheChannelStaysAtTheLimit() {
    OutboundQueue queue = queue(Overflow.LATEST_ONLY);
    queue.addPublication("a", bytes("a1" + "-".repeat(28)));
    queue.addPublication("b", bytes("b1" + "-".repeat(28)));
    queue.addPublication("a", bytes("a2" + "-".repeat(28)));

    assertThat(queue.addPublication("a", bytes("a3" + "-".repeat(28)))).isTrue();

    assertThat(queue.takeDropped()).isEqualTo(2);
    assertThat(queue.drain().utf8String()).startsWith("b1").contains("a3").doesNotContain("a2");
  }

  /** Against a list that is simple enough to be right. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void behavesAsItsModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Overflow> policies = List.of(Overflow.values());
    Overflow policy = policies.get(random.nextInt(policies.size()));
    OutboundQueue queue = queue(policy);
    List<String[]> model = new ArrayList<>(); // channel or "" for what must stay, frame

    for (int step = 0; step < 400; step++) {
      String frame = "<" + step + "x".repeat(random.nextInt(30)) + ">";
      String channel = random.nextInt(4) == 0 ? "" : "c" + random.nextInt(3);
      if (random.nextInt(12) == 0) {
        assertThat(queue.drain().utf8String()).as("seed %s", seed).isEqualTo(text(model));
        model.clear();
      } else {
        boolean taken =
            channel.isEmpty()
                ? queue.add(bytes(frame))
                : queue.addPublication(channel, bytes(frame));
        assertThat(taken).as("seed %s", seed).isEqualTo(offer(model, policy, channel, frame));
      }
      assertThat(queue.bytes()).as("seed %s", seed).isEqualTo(text(model).length());
      assertThat(queue.bytes()).isLessThanOrEqualTo(LIMIT);
    }
  }

  private static boolean offer(
      List<String[]> model, Overflow policy, String channel, String frame) {
    boolean publication = !channel.isEmpty();
    if (!fits(model, frame) && publication && policy == Overflow.LATEST_ONLY) {
      model.removeIf(waiting -> waiting[0].equals(channel));
    }
    while (!fits(model, frame) && publication && policy != Overflow.DISCONNECT) {
      int oldest = 0;
      while (oldest < model.size() && model.get(oldest)[0].isEmpty()) {
        oldest++;
      }
      if (oldest == model.size()) {
        return false;
      }
      model.remove(oldest);
    }
    if (!fits(model, frame)) {
      return false;
    }
    model.add(new String[] {channel, frame});
    return true;
  }

  private static boolean fits(List<String[]> model, String frame) {
    int frames = model.size() + 1;
    int counted = frames * OutboundQueue.FRAME_OVERHEAD;
    return text(model).length() + frame.length() + counted <= LIMIT;
  }

  private static String text(List<String[]> model) {
    StringBuilder text = new StringBuilder();
    model.forEach(waiting -> text.append(waiting[1]));
    return text.toString();
  }

  private static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private static OutboundQueue queue(Overflow policy) {
    return new OutboundQueue(new OutboundSettings(LIMIT, policy));
  }

  private static ByteString bytes(String text) {
    return ByteString.fromString(text);
  }
}
