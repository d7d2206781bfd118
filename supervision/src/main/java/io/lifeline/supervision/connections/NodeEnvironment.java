package io.lifeline.supervision.connections;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What the services of a node need of the world around them.
 *
 * @param stories of connections that ended
 * @param ids names this node's connections; used by the connections supervisor only
 * @param random thread-safe
 */
public record NodeEnvironment(
    EventSink events,
    ResourceLedger ledger,
    Stories stories,
    Clock clock,
    RandomGenerator random,
    ConnectionIds ids) {

  /** The environment of a real node: the system's clock and randomness. */
  public static NodeEnvironment of(EventSink events, ResourceLedger ledger, Stories stories) {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    return new NodeEnvironment(
        events, ledger, stories, SteadyClock.begin(), random, new ConnectionIds(random));
  }

  /** A short name of this node, new with each start. */
  public String node() {
    return ids.node();
  }
}
