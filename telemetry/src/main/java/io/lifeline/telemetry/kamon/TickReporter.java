package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import io.lifeline.telemetry.Exported;
import io.lifeline.telemetry.Figures;
import kamon.metric.PeriodSnapshot;
import kamon.module.MetricReporter;
import kamon.prometheus.PrometheusReporter;

/**
 * Keeps what Kamon tells at each tick, for Prometheus and as figures; both are of the same tick.
 */
final class TickReporter implements MetricReporter, Exported {
  private final PrometheusReporter prometheus;
  private final TickTotals totals;

  /**
   * @param config of the whole node
   */
  TickReporter(Config config) {
    this.prometheus = new PrometheusReporter(PrometheusReporter.DefaultConfigPath(), config);
    this.totals = new TickTotals(config);
  }

  @Override
  public String text() {
    return prometheus.scrapeData();
  }

  @Override
  public Figures figures() {
    return totals.last();
  }

  @Override
  public void reportPeriodSnapshot(PeriodSnapshot tick) {
    prometheus.reportPeriodSnapshot(tick);
    totals.take(tick);
  }

  @Override
  public void reconfigure(Config config) {
    prometheus.reconfigure(config);
  }

  @Override
  public void stop() {
    prometheus.stop();
  }
}
