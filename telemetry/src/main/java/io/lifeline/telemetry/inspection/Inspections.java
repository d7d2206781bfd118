package io.lifeline.telemetry.inspection;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.inspection.report.Reports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inspections of a node: one at a time, on threads of its own. Whoever asks while one runs is
 * given that one. Each is kept as a report. Thread-safe.
 */
public final class Inspections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inspections.class);
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(2);
  private static final DateTimeFormatter TIME_IN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /**
   * An inspection that was asked for.
   *
   * @param begun whether by this request; otherwise it ran already
   * @param ended completes when its report is kept; fails only if the node ends before
   */
  public record Asked(String id, boolean begun, CompletableFuture<Diagnosis> ended) {}

  private final String node;
  private final Clock clock;
  private final Reports reports;
  private final EventSink events;
  private final Consumer<Diagnosis> whenKept;
  private final ScheduledExecutorService timer;
  private final Inspector inspector;
  private final AtomicInteger number = new AtomicInteger();
  private final Object lock = new Object();
  private @Nullable Asked running;

  /**
   * @param node its name
   * @param whenKept is told of each inspection once its report is kept, on a thread that may take
   *     its time
   */
  public Inspections(
      String node,
      List<Check> checks,
      Reports reports,
      EventSink events,
      Clock clock,
      Consumer<Diagnosis> whenKept) {
    this.node = node;
    this.clock = clock;
    this.reports = reports;
    this.events = events;
    this.whenKept = whenKept;
    ScheduledThreadPoolExecutor threads =
        new ScheduledThreadPoolExecutor(2, Inspector.daemons("lifeline-inspection-timer"));
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // the limits of checks
    this.timer = threads;
    this.inspector = new Inspector(checks, timer);
  }

  /** Asks for one again and again, the first after the interval. */
  public void schedule(Duration interval) {
    repeat(
        interval,
        interval,
        () -> {
          var unused = ask(new Trigger(Trigger.Kind.SCHEDULE, ""));
        });
  }

  /** Runs something small again and again beside the inspections; its failure is logged. */
  public void every(Duration interval, Runnable task) {
    repeat(Duration.ZERO, interval, task);
  }

  private void repeat(Duration first, Duration interval, Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) { // or it would not be run again
                LOG.warn("what inspections rest on could not be read", e);
              }
            },
            first.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Begins an inspection, or joins the one that runs. */
  public Asked ask(Trigger trigger) {
    synchronized (lock) {
      if (running != null) {
        return new Asked(running.id(), false, running.ended());
      }
      Instant at = clock.instant();
      String id = TIME_IN_ID.format(at) + "-" + number.incrementAndGet();
      long began = System.nanoTime();
      CompletableFuture<Diagnosis> ended =
          inspector
              .run()
              .thenApplyAsync(
                  results -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - began);
                    return end(new Diagnosis(id, node, trigger, at, took, results));
                  },
                  timer);
      running = new Asked(id, true, ended); // before end() can have the lock
      return running;
    }
  }

  private Diagnosis end(Diagnosis diagnosis) {
    try {
      tell(diagnosis);
      reports.keep(diagnosis);
      whenKept.accept(diagnosis);
    } catch (RuntimeException e) {
      LOG.error("inspection [{}] was not kept", diagnosis.id(), e);
    } finally {
      synchronized (lock) {
        running = null;
      }
    }
    return diagnosis;
  }

  private void tell(Diagnosis diagnosis) {
    events.add(Metric.INSPECTIONS, diagnosis.severity().label(), 1);
    events.record(Metric.INSPECTION_TIME, diagnosis.took().toNanos());
    LOG.info(
        "inspection [{}] took {} ms: {}: {}",
        diagnosis.id(),
        diagnosis.took().toMillis(),
        diagnosis.severity().label(),
        diagnosis.verdict());
  }

  /** Whether the inspection of this id runs now. */
  public boolean isRunning(String id) {
    synchronized (lock) {
      return running != null && running.id().equals(id);
    }
  }

  /** Of the inspections that have ended. */
  public Reports reports() {
    return reports;
  }

  /**
   * Interrupts the checks that run and begins nothing more. Waits, up to two seconds, for a report
   * that is being written: whoever owns the directory may then remove it.
   */
  @Override
  public void close() {
    inspector.close();
    timer.shutdown();
    try {
      if (!timer.awaitTermination(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
