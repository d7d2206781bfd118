package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One Kamon for the whole class: it is one for each JVM. Every test uses metrics of its own. */
class KamonTelemetryTest {
  private static ActorTestKit kit;
  private static KamonTelemetry telemetry;
  private static EventSink events;

  @BeforeAll
  static void start() {
    Config config =
        ConfigFactory.parseString(
                "kamon.metric.tick-interval = 200 milliseconds\n"
                    + "kamon.modules.process-metrics.interval = 100 milliseconds\n"
                    + InstrumentationAgent.KEY
                    + " = off")
            .withFallback(ConfigFactory.defaultOverrides())
            .withFallback(ConfigFactory.parseResources("lifeline-defaults.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    telemetry = KamonTelemetry.start(config);
    events = telemetry.events();
    kit = PatientTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    telemetry.stop();
  }

  @Test
  void everyMetricIsShownUnderItsDocumentedName() {
    for (Metric metric : Metric.values()) {
      use(metric);
    }

    for (Metric metric : Metric.values()) {
      String series = documentedSeries(metric) + " ";
      awaitScrape(text -> text.lines().anyMatch(line -> line.startsWith(series)));
    }
  }

  @Test
  void aGaugeThatDipsBelowZeroKeepsItsSum() {
    events.add(Metric.CONNECTIONS, "opening", -2);
    events.add(Metric.CONNECTIONS, "opening", 5);

    awaitScrape(text -> text.contains("lifeline_connections{state=\"opening\"} 3.0"));
  }

  @Test
  void aCounterAddsUp() {
    events.add(Metric.CLOSED, "kicked", 2);
    events.add(Metric.CLOSED, "kicked", 40);

    awaitScrape(text -> text.contains("lifeline_connections_closed_total{reason=\"kicked\"} 42.0"));
  }

  @Test
  void roundTripsHaveBucketsFineEnoughForALocalNetwork() {
    events.record(Metric.ROUND_TRIP, Duration.ofNanos(700_000).toNanos());
    events.record(Metric.ROUND_TRIP, -1);

    awaitScrape(
        text -> text.contains("lifeline_heartbeat_round_trip_seconds_bucket{le=\"0.001\"}"));
  }

  @Test
  void theProcessShowsItsDescriptorsAndItsCpu() {
    awaitScrape(
        text ->
            text.contains("process_ulimit_file_descriptors_used{component=\"process\"}")
                && text.contains("process_ulimit_file_descriptors_max{component=\"process\"}")
                && text.contains("process_cpu_usage_count{component=\"process\""));
  }

  @Test
  void furtherValuesOfATagAreCountedTogether() {
    EventSink ofItsOwn = new KamonEventSink(Duration.ofMillis(50));
    for (int i = 0; i < MetricCells.MAX_TAG_VALUES + 10; i++) {
      ofItsOwn.add(Metric.DROPPED, "policy-" + i, 1);
    }

    awaitScrape(text -> text.contains("lifeline_outbound_dropped_total{policy=\"other\"}"));
    long series =
        telemetry.scrape().lines().filter(l -> l.startsWith("lifeline_outbound_dropped")).count();
    long fromOtherTests = 1;
    assertThat(series).isLessThanOrEqualTo(MetricCells.MAX_TAG_VALUES + 1 + fromOtherTests);
  }

  @Test
  void aCallThatDoesNotFitItsMetricIsIgnored() {
    assertThatCode(
            () -> {
              events.set(Metric.WRITES, 7);
              events.add(Metric.WRITES, -7);
              events.add(Metric.WRITES, "tag", 7);
              events.add(Metric.CLOSED, 7);
              events.record(Metric.WRITES, 7);
              events.add(Metric.ROUND_TRIP, 7);
              events.record(Metric.LEAK_SUSPECTS, 7);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void kamonOpensNoPortAndNamesNoSoftware() {
    Config config = kamon.Kamon.config();

    assertThat(config.getBoolean("kamon.modules.status-page.enabled")).isFalse();
    assertThat(config.getBoolean("kamon.modules.prometheus-reporter.enabled")).isFalse();
    assertThat(config.getBoolean("kamon.prometheus.start-embedded-http-server")).isFalse();
    assertThat(
            config.getString(
                "kamon.instrumentation.http-server.default.tracing.response-headers.trace-id"))
        .isEqualTo("none");
  }

  private static void use(Metric metric) {
    boolean tagged = !metric.tag().isEmpty();
    switch (metric.kind()) {
      case COUNTER -> {
        if (tagged) {
          events.add(metric, "some", 1);
        } else {
          events.add(metric, 1);
        }
      }
      case GAUGE -> {
        if (tagged) {
          events.set(metric, "some", 1);
        } else {
          events.set(metric, 1);
        }
      }
      case TIMER -> events.record(metric, 1_000_000);
    }
  }

  private static String documentedSeries(Metric metric) {
    String name = metric.id().replace('.', '_').replace('-', '_');
    String tag = metric.tag().isEmpty() ? "" : "{" + metric.tag() + "=\"some\"}";
    return switch (metric.kind()) {
      case COUNTER -> name + "_total" + tag;
      case GAUGE -> name + tag;
      case TIMER -> name + "_seconds_count" + tag;
    };
  }

  private static void awaitScrape(Predicate<String> shown) {
    TestProbe<Void> probe = kit.createTestProbe();
    probe.awaitAssert(
        Duration.ofSeconds(20),
        () -> {
          String text = telemetry.scrape();
          assertThat(shown.test(text)).as(text).isTrue();
          return null;
        });
  }
}
