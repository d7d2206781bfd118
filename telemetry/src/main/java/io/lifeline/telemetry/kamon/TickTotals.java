package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.lifeline.telemetry.Figures;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.MetricKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.metric.Distribution;
import kamon.metric.MetricSnapshot;
import kamon.metric.PeriodSnapshot;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds up the catalogue's metrics from tick to tick, so that nobody has to read them out of the
 * exported text. Kamon's thread gives; any thread may ask for the last.
 */
final class TickTotals {
  private static final Map<String, Metric> COUNTERS = byId(MetricKind.COUNTER);
  private static final Map<String, Metric> GAUGES = byId(MetricKind.GAUGE);
  private static final String ROUND_TRIP = Metric.ROUND_TRIP.id();
  private static final double NANOS_IN_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Map<Metric, Double> totals = new EnumMap<>(Metric.class);
  private final NavigableMap<Double, Long> roundTrips = new TreeMap<>();
  private volatile Figures last = Figures.NONE;

  /**
   * @param config of the node: round trips are counted up to the limits that they are exported with
   */
  TickTotals(Config config) {
    String limits = ConfigUtil.joinPath("kamon", "prometheus", "buckets", "custom", ROUND_TRIP);
    config.getDoubleList(limits).forEach(limit -> roundTrips.put(limit, 0L));
    roundTrips.put(Double.POSITIVE_INFINITY, 0L);
  }

  Figures last() {
    return last;
  }

  /**
   * @param tick what was counted since the one before
   */
  void take(PeriodSnapshot tick) {
    sums(tick.counters(), COUNTERS, (metric, sum) -> totals.merge(metric, sum, Double::sum));
    sums(tick.gauges(), GAUGES, totals::put);
    CollectionConverters.asJava(tick.histograms()).stream()
        .filter(metric -> metric.name().equals(ROUND_TRIP))
        .flatMap(metric -> CollectionConverters.asJava(metric.instruments()).stream())
        .forEach(trips -> count(trips.value()));
    last = new Figures(totals, roundTrips);
  }

  private static void sums(
      Seq<? extends MetricSnapshot<?, ?>> snapshots,
      Map<String, Metric> known,
      BiConsumer<Metric, Double> into) {
    for (MetricSnapshot<?, ?> snapshot : CollectionConverters.asJava(snapshots)) {
      Metric metric = known.get(snapshot.name());
      if (metric != null) {
        into.accept(
            metric,
            CollectionConverters.asJava(snapshot.instruments()).stream()
                .mapToDouble(series -> ((Number) series.value()).doubleValue())
                .sum());
      }
    }
  }

  private void count(Distribution trips) {
    for (Distribution.Bucket bucket : CollectionConverters.asJava(trips.buckets())) {
      double seconds = bucket.value() / NANOS_IN_A_SECOND;
      roundTrips.tailMap(seconds, true).replaceAll((limit, count) -> count + bucket.frequency());
    }
  }

  private static Map<String, Metric> byId(MetricKind kind) {
    return Stream.of(Metric.values())
        .filter(metric -> metric.kind() == kind)
        .collect(Collectors.toUnmodifiableMap(Metric::id, Function.identity()));
  }
}
