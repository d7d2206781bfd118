package io.lifeline.supervision.connections;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the services of a node need of the world around them.
 *
 * @param stories of connections that ended
 * @param ids names this node's connections; used by the connections supervisor only
 * @param random thread-safe
 * @param tracing of publications
 */
public record NodeEnvironment(
    EventSink events,
    ResourceLedger ledger,
    Stories stories,
    Clock clock,
    RandomGenerator random,
    ConnectionIds ids,
    Tracing tracing) {

  /**
   * The environment of a real node: the system's clock and randomness.
   *
   * @param tracing of the node that has this name
   */
  public static NodeEnvironment of(
      EventSink events, ResourceLedger ledger, Stories stories, Function<String, Tracing> tracing) {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    ConnectionIds ids = new ConnectionIds(random);
    return new NodeEnvironment(
        events, ledger, stories, SteadyClock.begin(), random, ids, tracing.apply(ids.node()));
  }

  /** A short name of this node, new with each start. */
  public String node() {
    return ids.node();
  }
}
