package io.lifeline.supervision.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.remote.FailureDetector;
import org.junit.jupiter.api.Test;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * How soon a node that falls silent is missed, by the detector of the shipped configuration.
 *
 * <p>A node that is cut off must miss all others before {@code stable-after} is over, or it decides
 * over those alone that it has missed already (ADR 0002).
 */
class SilenceTest {
  private static final Config CLUSTER =
      ConfigFactory.parseResources("lifeline-defaults.conf").getConfig("pekko.cluster");
  private static final Config DETECTOR = CLUSTER.getConfig("failure-detector");
  private static final Duration INTERVAL = DETECTOR.getDuration("heartbeat-interval");
  private static final Duration PAUSE = DETECTOR.getDuration("acceptable-heartbeat-pause");
  private static final Duration STABLE = CLUSTER.getDuration("split-brain-resolver.stable-after");

  private long now; // milliseconds

  @Test
  void lateHeartbeatDoesNotPostponeWhenSilenceIsMissed() throws Exception {
    FailureDetector even = detector();
    FailureDetector uneven = detector();
    beat(5, even, uneven);
    beat(3, even); // less than what either forgives
    beat(3, even, uneven);

    long fallen = now;
    Duration missedEven = silenceUntilMissed(even);
    now = fallen;
    Duration missedUneven = silenceUntilMissed(uneven);

    assertThat(missedUneven.minus(missedEven).abs()).isLessThan(Duration.ofMillis(100));
    assertThat(missedEven).isEqualTo(INTERVAL.plus(PAUSE));
  }

  @Test
  void thoseThatFellSilentTogetherAreMissedBeforeAnythingIsDecided() {
    assertThat(INTERVAL.multipliedBy(2)).isLessThan(STABLE);
  }

  private void beat(int beats, FailureDetector... peers) {
    for (int i = 0; i < beats; i++) {
      List.of(peers).forEach(FailureDetector::heartbeat);
      now += INTERVAL.toMillis();
    }
  }

  private Duration silenceUntilMissed(FailureDetector detector) {
    long begin = now - INTERVAL.toMillis(); // the last heartbeat
    while (detector.isAvailable()) {
      now += 50;
    }
    return Duration.ofMillis(now - begin);
  }

  /** The constructor with a clock, which that by configuration does not take. */
  private FailureDetector detector() throws ReflectiveOperationException {
    return Class.forName(DETECTOR.getString("implementation-class"))
        .asSubclass(FailureDetector.class)
        .getConstructor(FiniteDuration.class, FiniteDuration.class, FailureDetector.Clock.class)
        .newInstance(scala(PAUSE), scala(INTERVAL), new TestClock());
  }

  private static FiniteDuration scala(Duration duration) {
    return DurationConverters.toScala(duration);
  }

  private final class TestClock extends FailureDetector.Clock {
    @Override
    public Object apply() {
      return now;
    }

    @Override
    public long apply$mcJ$sp() {
      return now;
    }
  }
}
