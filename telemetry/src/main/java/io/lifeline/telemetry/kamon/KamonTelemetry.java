package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Exported;
import io.lifeline.telemetry.tracing.NoTracing;
import io.lifeline.telemetry.tracing.Tracing;
import io.lifeline.telemetry.tracing.TracingSettings;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import kamon.Kamon;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.Await;
import scala.jdk.javaapi.DurationConverters;

/**
 * The telemetry of a node: starts Kamon and its agent, counts, and shows the counts as Prometheus
 * text.
 *
 * <p>Start it before anything loads a class of Pekko, in particular before the actor system is
 * made. Kamon is one for each JVM, so there is one of these at a time. It opens no port, and calls
 * nobody but the collector of spans, if there is one. Thread-safe.
 */
public final class KamonTelemetry {
  private static final Logger LOG = LoggerFactory.getLogger(KamonTelemetry.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final Duration SHORTEST_REFRESH = Duration.ofMillis(50);

  /** So that a gauge is not much older than the tick that reports it. */
  private static final int GAUGE_READINGS_IN_A_TICK = 4;

  private final TickReporter exported;
  private final KamonEventSink events;
  private final Duration gaugeRefresh;

  private KamonTelemetry(TickReporter exported, Duration gaugeRefresh) {
    this.exported = exported;
    this.events = new KamonEventSink(gaugeRefresh);
    this.gaugeRefresh = gaugeRefresh;
  }

  /**
   * @param config of the whole node, with {@code lifeline-defaults.conf} above every reference
   */
  public static KamonTelemetry start(Config config) {
    InstrumentationAgent.start(config);
    Kamon.initWithoutAttaching(config);
    ActorGroup.define();
    TickReporter exported = new TickReporter(config);
    Kamon.addReporter("lifeline-prometheus", exported);
    Duration tick = config.getDuration("kamon.metric.tick-interval");
    return new KamonTelemetry(exported, refresh(tick));
  }

  /** Also tells how busy the pool is that runs this system's actors, until {@link #stop}. */
  public void observe(ActorSystem<?> system) {
    PoolReadings.poolOf(system)
        .ifPresent(
            pool ->
                Kamon.addScheduledAction(
                    "lifeline-pool",
                    Option.apply("The pool that runs the actors"),
                    new PoolReadings(pool, events),
                    gaugeRefresh));
  }

  /**
   * Traces publications and reports their spans, until {@link #stop}. Called once.
   *
   * @param node its short name
   */
  public Tracing tracing(TracingSettings settings, String node) {
    if (!settings.isOn()) {
      return NoTracing.INSTANCE;
    }
    SpanRoom room = new SpanRoom(events);
    settings
        .reportTo()
        .ifPresent(
            collector ->
                Kamon.addReporter("lifeline-spans", new SpanExport(collector, events, room)));
    return new KamonTracing(settings.sampled(), node, room);
  }

  /** Where the node counts. */
  public EventSink events() {
    return events;
  }

  /**
   * What the node counts, not older than {@code kamon.metric.tick-interval}, for a gauge a quarter
   * more.
   */
  public Exported exported() {
    return exported;
  }

  /** Stops Kamon's threads and forgets every count. Blocks for at most five seconds. */
  public void stop() {
    try {
      Await.ready(Kamon.stop(), DurationConverters.toScala(STOP_WITHIN));
    } catch (TimeoutException e) {
      LOG.warn("telemetry did not stop within {} s", STOP_WITHIN.toSeconds(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration refresh(Duration tick) {
    Duration part = tick.dividedBy(GAUGE_READINGS_IN_A_TICK);
    return part.compareTo(SHORTEST_REFRESH) < 0 ? SHORTEST_REFRESH : part;
  }
}
