package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.RecordingTracing;
import io.lifeline.telemetry.tracing.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long publications take: until they are handed to the socket, and not until they wait. */
class DeliveryTimeTest extends ConnectionFixture {
  private static final long TAKEN_AT = 1_000_000;
  private static final ByteString FRAME = FrameEncoder.text(ByteString.fromString("published"));

  private final AtomicLong timeOfDay = new AtomicLong();

  @BeforeEach
  void setClock() {
    timeOfDay.set(TAKEN_AT);
  }

  @Test
  void publicationIsTimedAndCountsForThoseItStandsFor() {
    FakeNode.Opened opened = node.open(peer);
    timeOfDay.addAndGet(250);

    opened.writer().tell(timed(3));

    eventually(
        () ->
            assertThat(node.events.recorded(Metric.DELIVERY, "news:"))
                .isEqualTo(Collections.nCopies(3, Duration.ofMillis(250).toNanos())));
  }

  @Test
  void publicationThatWaitsIsTimedWhenItIsWritten() {
    node.admit(peer, "/ws?channel=news");
    ChannelRequest.Register register =
        node.channels.expectMessageClass(ChannelRequest.Register.class);
    register.subscriber().writer().tell(timed(1));
    register.subscriber().writer().tell(new Writer.Deliver("news", FRAME));
    eventually(
        () ->
            assertThat(node.events.value(Metric.OUTBOUND_QUEUE_BYTES))
                .isEqualTo(2L * FRAME.size()));
    assertThat(node.events.recorded(Metric.DELIVERY, "news:")).isEmpty();
    timeOfDay.addAndGet(700);

    node.greet(register);

    eventually(
        () ->
            assertThat(node.events.recorded(Metric.DELIVERY, "news:"))
                .containsExactly(Duration.ofMillis(700).toNanos()));
  }

  @Test
  void clockThatIsBehindThePublishersMakesItNoTimeAtAll() {
    FakeNode.Opened opened = node.open(peer);
    timeOfDay.addAndGet(-40);

    opened.writer().tell(timed(1));

    eventually(
        () -> assertThat(node.events.recorded(Metric.DELIVERY, "news:")).containsExactly(0L));
  }

  @Test
  void traceOfADeliveryEndsAtTheSocket() {
    RecordingTracing tracing = new RecordingTracing();
    OpenSpan span = tracing.begin(Step.DELIVER, null, "news:");
    Journey journey = new Journey("news:", TAKEN_AT, 1, timeOfDay::get).traced(span);
    FakeNode.Opened opened = node.open(peer);

    opened.writer().tell(new Writer.Deliver("news:a", FRAME, null, journey));

    eventually(
        () -> assertThat(tracing.of(Step.DELIVER).get(0).outcomes).containsExactly(Outcome.DONE));
    assertThat(node.events.recorded(Metric.DELIVERY, "news:")).hasSize(1);
  }

  private Writer.Deliver timed(int standsFor) {
    Journey journey = new Journey("news:", TAKEN_AT, standsFor, timeOfDay::get);
    return new Writer.Deliver("news:a", FRAME, null, journey);
  }
}
