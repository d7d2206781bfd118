package io.lifeline.telemetry.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private static final long OPENED = -5_000_000_000L; // nanoTime may be anything
  private final Timeline timeline =
      new Timeline(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7), OPENED);

  @Test
  void newOneHasOnlyOpened() {
    Course course = timeline.course();

    assertThat(told(course)).containsExactly("0 opening");
    assertThat(course.wasActive()).isFalse();
    assertThat(course.roundTrips()).isEmpty();
    assertThat(course.lastAnswerAfter()).isEmpty();
    assertThat(course.queue()).isEqualTo(new Course.Queue(0, 0, 0, 0));
  }

  @Test
  void stepsAreToldInTheirOrder() {
    timeline.entered(Happening.OPENING, at(0));
    timeline.entered(Happening.ACTIVE, at(4));
    timeline.missed(1, at(40_000));
    timeline.missed(2, at(50_000));
    timeline.answered(-1, at(55_000));
    timeline.answered(1_000_000, at(85_000));
    timeline.missed(1, at(120_000));
    timeline.entered(Happening.CLOSING, at(130_000));

    assertThat(told(timeline.course()))
        .containsExactly(
            "0 opening",
            "4 active",
            "40000 missed beat 1",
            "50000 missed beat 2",
            "55000 answered again",
            "120000 missed beat 1",
            "130000 closing");
  }

  @Test
  void lateUpgradeIsToldBehindHttp() {
    timeline.entered(Happening.HTTP, at(1));
    timeline.entered(Happening.ACTIVE, at(90));

    assertThat(told(timeline.course())).containsExactly("0 opening", "1 http", "90 active");
    assertThat(timeline.course().wasActive()).isTrue();
  }

  @Test
  void missedBeatsInARowEndWithAnAnswer() {
    timeline.missed(1, at(1));
    timeline.missed(2, at(2));
    timeline.entered(Happening.CLOSING, at(3));
    assertThat(timeline.course().missedInARow()).isEqualTo(2);

    timeline.answered(-1, at(4));
    assertThat(timeline.course().missedInARow()).isZero();
    assertThat(timeline.course().hasMissed()).isTrue();
  }

  @Test
  void theLastFourRoundTripsAreKept() {
    for (int millis = 1; millis <= 6; millis++) {
      timeline.answered(millis * 1_000_000L, at(millis * 1_000L));
    }

    Course course = timeline.course();
    assertThat(course.answered()).isEqualTo(6);
    assertThat(course.lastAnswerAfter()).contains(Duration.ofSeconds(6));
    assertThat(course.roundTrips()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(course.roundTrips().get(i).toNanos() / 1e6).isCloseTo(6 - i, within(0.006));
    }
  }

  @Test
  void theMostThatWaitedIsKept() {
    timeline.queued(1_000, 3);
    timeline.queued(500, 7);
    timeline.queued(0, 0);

    assertThat(timeline.course().queue()).isEqualTo(new Course.Queue(0, 0, 1_000, 7));
  }

  @Test
  void oneThatNeverComesToRestStaysBounded() {
    timeline.entered(Happening.ACTIVE, at(1));
    for (int i = 1; i <= 10_000; i++) {
      timeline.missed(1, at(i * 10L));
      timeline.answered(-1, at(i * 10L + 5));
    }

    List<Moment> moments = timeline.course().moments();
    assertThat(moments).hasSize(Moments.MOST + 2);
    assertThat(moments.get(2))
        .isEqualTo(
            new Moment(Happening.LEFT_OUT, moments.get(2).after(), 20_000 - (Moments.MOST - 1)));
    assertThat(moments.get(moments.size() - 1))
        .isEqualTo(new Moment(Happening.ANSWERED, Duration.ofMillis(100_005), 0));
    assertThat(timeline.course().hasMissed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void roughNumbersAreRightToOneInAThousand(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong(0, 1L << random.nextInt(1, 42));
      long back = Rough.number(Rough.of(number));
      assertThat(back).isBetween(number - number / 1_000, number);
    }
    assertThat(Rough.number(Rough.of(-1))).isZero();
    assertThat(Rough.number(Rough.of(Long.MAX_VALUE))).isEqualTo(2047L << 31);
  }

  private static long at(long millis) {
    return OPENED + millis * 1_000_000;
  }

  private static List<String> told(Course course) {
    return course.moments().stream()
        .map(
            moment ->
                moment.after().toMillis()
                    + " "
                    + moment.what().label()
                    + (moment.count() == 0 ? "" : " " + moment.count()))
        .toList();
  }
}
