package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import kamon.module.ScheduledAction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Dispatchers;

/**
 * How busy the pool is that runs a node's actors.
 *
 * <p>It is asked now and then. The agent would rather measure each task: it makes an object and
 * reads a clock for every turn of an actor, which was a tenth of what a connect costs ({@code
 * adr/0004-what-a-connect-costs.md} of connection-actors). How long messages wait is seen in {@code
 * pekko.group.time-in-mailbox}. Kamon runs it on a thread of its own, so that it also tells of a
 * pool that is stuck.
 */
final class PoolReadings implements ScheduledAction {
  private final ForkJoinPool pool;
  private final EventSink events;

  PoolReadings(ForkJoinPool pool, EventSink events) {
    this.pool = pool;
    this.events = events;
  }

  /** The pool of the default dispatcher, or empty if the configuration gave it another executor. */
  static Optional<ForkJoinPool> poolOf(ActorSystem<?> system) {
    var dispatcher =
        Adapter.toClassic(system).dispatchers().lookup(Dispatchers.DefaultDispatcherId());
    return dispatcher instanceof Dispatcher pooled
            && pooled.executorService().executor() instanceof ForkJoinPool pool
        ? Optional.of(pool)
        : Optional.empty();
  }

  @Override
  public void run() {
    int active = pool.getActiveThreadCount();
    events.set(Metric.POOL_THREADS, "active", active);
    events.set(Metric.POOL_THREADS, "idle", Math.max(0, pool.getPoolSize() - active));
    events.set(Metric.POOL_WAITING, pool.getQueuedTaskCount() + pool.getQueuedSubmissionCount());
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
