package io.lifeline.telemetry.stuck;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.actortree.BusyActors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all actors from time to time and says which are stuck: as {@link Metric#STUCK_ACTORS},
 * to who asks, and in the log, with the stack, when one becomes so and when it no longer is.
 *
 * <p>No actor is sent a message. It has a thread of its own: an actor that holds the last thread of
 * its dispatcher keeps everything else from answering, and then the log is who tells. A look that
 * fails is named in the log once, and the next is made all the same. Thread-safe.
 */
public final class StuckWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);

  private final Supplier<BusyActors> look;
  private final LongSupplier nanoTime;
  private final EventSink events;
  private final StuckHistory history;
  private final StuckLog log = new StuckLog(LOG);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(StuckWatch::daemon);
  private int lookedAt;
  private Duration took = Duration.ZERO;
  private boolean failed;

  StuckWatch(
      ActorSystem<?> system, StuckSettings settings, EventSink events, LongSupplier nanoTime) {
    this.look = () -> BusyActors.find(system, settings.mailbox());
    this.nanoTime = nanoTime;
    this.events = events;
    this.history = new StuckHistory(settings);
  }

  /** Begins to look. The caller closes it, at the latest when the system has ended. */
  public static StuckWatch start(ActorSystem<?> system, StuckSettings settings, EventSink events) {
    StuckWatch watch = new StuckWatch(system, settings, events, System::nanoTime);
    long every = settings.every().toNanos();
    ScheduledFuture<?> unused = // none of these ends by itself
        watch.thread.scheduleWithFixedDelay(watch::lookSafely, every, every, TimeUnit.NANOSECONDS);
    return watch;
  }

  /** Those that were stuck at the last look and still are, with their stacks as they are now. */
  public synchronized StuckReport report() {
    List<StuckActor> stuck = history.stuck();
    return new StuckReport(
        lookedAt, took, stuck.size(), stuck.stream().limit(StuckReport.MAX).toList());
  }

  synchronized void look() {
    long began = nanoTime.getAsLong();
    BusyActors found = look.get();
    history.add(found.actors(), began);
    List<StuckActor> stuck = history.stuck();
    lookedAt = found.lookedAt();
    took = Duration.ofNanos(nanoTime.getAsLong() - began);
    events.set(Metric.STUCK_ACTORS, stuck.size());
    log.tell(stuck);
  }

  /** A periodic task that throws would not be run again. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      if (!failed) {
        failed = true;
        LOG.warn("the actors could not be looked at for stuck ones", e);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "lifeline-stuck-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops looking. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
