package io.lifeline.connection;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.load.jmh.Nanoseconds;
import io.lifeline.telemetry.kamon.KamonTelemetry;
import java.time.Clock;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * What it costs to time one delivery: to read the clock and to record, in Kamon. In the package of
 * what it measures, which stays invisible to all others.
 */
@State(Scope.Benchmark)
public class JourneyBenchmark extends Nanoseconds {
  private static final String NAMESPACE = "news:";

  private final Clock timeOfDay = Clock.systemUTC();
  private Optional<KamonTelemetry> telemetry = Optional.empty();
  private Journey journey = new Journey(NAMESPACE, 0, 1, timeOfDay::millis);

  @Setup
  public void setUp() {
    Config config =
        ConfigFactory.parseString("lifeline.telemetry.agent = off")
            .withFallback(ConfigFactory.parseResources("lifeline-defaults.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    telemetry = Optional.of(KamonTelemetry.start(config));
    journey = new Journey(NAMESPACE, timeOfDay.millis(), 16, timeOfDay::millis);
  }

  @TearDown
  public void tearDown() {
    telemetry.ifPresent(KamonTelemetry::stop);
  }

  @Benchmark
  public void oneThread() {
    journey.ends(telemetry.orElseThrow().events());
  }

  /** As many as the machine of BENCHMARKS.md has cores. */
  @Benchmark
  @Threads(2)
  public void twoThreads() {
    journey.ends(telemetry.orElseThrow().events());
  }
}
