package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.MetricKind;
import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import kamon.Kamon;
import kamon.instrumentation.pekko.PekkoInstrumentation;
import kamon.util.Filter;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** One Kamon for the whole class: it is one for each JVM. Every test uses metrics of its own. */
class KamonTelemetryTest {
  private static ActorTestKit kit;
  private static KamonTelemetry telemetry;
  private static EventSink events;

  @BeforeAll
  static void start() {
    Config config =
        KamonConfig.with(
            "kamon.metric.tick-interval = 200 milliseconds",
            "kamon.modules.process-metrics.interval = 100 milliseconds");
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
  void aDeliveryThatStandsForManyCountsForMany() {
    events.record(Metric.DELIVERY, "news:", Duration.ofMillis(400).toNanos(), 3);
    events.record(Metric.DELIVERY, "news:", Duration.ofMillis(600).toNanos(), 16);

    awaitScrape(
        text ->
            text.contains("lifeline_delivery_seconds_bucket{le=\"0.5\",namespace=\"news:\"} 3.0")
                && text.contains("lifeline_delivery_seconds_count{namespace=\"news:\"} 19.0"));
  }

  @Test
  void durationsOfWeeksAreCountedAndThoseBeyondAreCutShort() {
    events.record(Metric.DELIVERY, "old:", Duration.ofDays(20).toNanos(), 1);
    events.record(Metric.DELIVERY, "wrong:", Duration.ofDays(20_000).toNanos(), 1);

    awaitScrape(
        text ->
            sum(text, "old:") > 19 * 86_400.0
                && sum(text, "old:") < 21 * 86_400.0
                && sum(text, "wrong:") > 29 * 86_400.0
                && sum(text, "wrong:") < 31 * 86_400.0);
  }

  private static double sum(String text, String namespace) {
    String series = "lifeline_delivery_seconds_sum{namespace=\"" + namespace + "\"} ";
    return text.lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .sum();
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
  void thePoolOfAnObservedSystemShowsItsThreads() {
    telemetry.observe(kit.system());

    awaitScrape(
        text ->
            text.contains("lifeline_pool_threads{state=\"active\"}")
                && text.contains("lifeline_pool_threads{state=\"idle\"}"));
  }

  @Test
  void furtherValuesOfATagAreCountedTogether() {
    EventSink ofItsOwn = new KamonEventSink(Duration.ofMillis(50));
    for (int i = 0; i < MetricCells.MAX_TAG_VALUES + 10; i++) {
      ofItsOwn.add(Metric.DROPPED, "policy-" + i, 1);
    }

    awaitScrape(text -> text.contains("lifeline_outbound_dropped_total{policy=\"other\"}"));
    long series =
        telemetry
            .exported()
            .text()
            .lines()
            .filter(l -> l.startsWith("lifeline_outbound_dropped"))
            .count();
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
              events.record(Metric.DELIVERY, 7);
              events.record(Metric.DELIVERY, "personal", 7, 0);
              events.add(Metric.ROUND_TRIP, 7);
              events.record(Metric.LEAK_SUSPECTS, 7);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void kamonOpensNoPortAndNamesNoSoftware() {
    Config config = Kamon.config();

    assertThat(config.getBoolean("kamon.modules.status-page.enabled")).isFalse();
    assertThat(config.getBoolean("kamon.modules.prometheus-reporter.enabled")).isFalse();
    assertThat(config.getBoolean("kamon.prometheus.start-embedded-http-server")).isFalse();
    assertThat(
            config.getString(
                "kamon.instrumentation.http-server.default.tracing.response-headers.trace-id"))
        .isEqualTo("none");
  }

  @Test
  void actorsOfWhichThereAreManyAreCountedInGroups() {
    assertThat(groupsOf("lifeline/user/connections")).isEmpty();
    assertThat(groupsOf("lifeline/user/connections/StreamSupervisor-0")).isEmpty();
    assertThat(groupsOf("lifeline/user/connections/p-1")).containsExactly("partitions");
    assertThat(groupsOf("lifeline/user/connections/p-1/c-a2")).containsExactly("connections");
    assertThat(groupsOf("lifeline/user/connections/p-1/c-a2/heartbeat"))
        .containsExactly("heartbeats");
    assertThat(groupsOf("lifeline/user/connections/p-1/c-a2/writer")).containsExactly("writers");
    assertThat(groupsOf("lifeline/user/connections/p-1/c-a2/ghostwriter")).isEmpty();
    assertThat(groupsOf("lifeline/user/connections/p-1/c-a2/writer/deeper")).isEmpty();
    assertThat(groupsOf("lifeline/system/sharding/channel/7")).isEmpty();
    assertThat(groupsOf("lifeline/system/sharding/channel/7/news"))
        .containsExactly("shardRegion/channel");
    assertThat(groupsOf("other/user/connections/p-1")).isEmpty();
  }

  @Test
  void noActorHasSpans() {
    assertThat(Kamon.filter(PekkoInstrumentation.TraceActorFilterName())).isSameAs(Filter.Deny());
  }

  private static List<String> groupsOf(String path) {
    return CollectionConverters.asJava(PekkoInstrumentation.matchingActorGroups(path));
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
      case TIMER -> {
        if (tagged) {
          events.record(metric, "some", 1_000_000, 1);
        } else {
          events.record(metric, 1_000_000);
        }
      }
    }
  }

  private static String documentedSeries(Metric metric) {
    String tag = metric.tag().isEmpty() ? "" : "{" + metric.tag() + "=\"some\"}";
    String series = metric.kind() == MetricKind.TIMER ? "_count" : "";
    return metric.exportedName() + series + tag;
  }

  private static void awaitScrape(Predicate<String> shown) {
    TestProbe<Void> probe = kit.createTestProbe();
    probe.awaitAssert(
        Duration.ofSeconds(20),
        () -> {
          String text = telemetry.exported().text();
          assertThat(shown.test(text)).as(text).isTrue();
          return null;
        });
  }
}
