package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class PoolReadingsTest {
  private static final String ONE_THREAD =
      "pekko.actor.default-dispatcher { executor = fork-join-executor,"
          + " fork-join-executor { parallelism-min = 1, parallelism-max = 1 } }";

  private final RecordingEventSink events = new RecordingEventSink();

  @Test
  void poolThatIsStuckShowsItsThreadAndWhatWaits() throws InterruptedException {
    ActorTestKit kit =
        ActorTestKit.create(ConfigFactory.parseString(ONE_THREAD).withFallback(load()));
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try {
      ForkJoinPool pool = PoolReadings.poolOf(kit.system()).orElseThrow();
      pool.execute(() -> waitFor(began, end));
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      pool.execute(() -> {});
      pool.execute(() -> {});

      new PoolReadings(pool, events).run();

      assertThat(events.value(Metric.POOL_THREADS, "active")).isEqualTo(1);
      assertThat(events.value(Metric.POOL_THREADS, "idle")).isZero();
      assertThat(events.value(Metric.POOL_WAITING)).isGreaterThanOrEqualTo(2);
    } finally {
      end.countDown();
      kit.shutdownTestKit();
    }
  }

  @Test
  void systemWithAnotherExecutorHasNoReadings() {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    "pekko.actor.default-dispatcher { executor = thread-pool-executor }")
                .withFallback(load()));
    try {
      assertThat(PoolReadings.poolOf(kit.system())).isEmpty();
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Config load() {
    return ConfigFactory.load();
  }

  private static void waitFor(CountDownLatch began, CountDownLatch end) {
    began.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
