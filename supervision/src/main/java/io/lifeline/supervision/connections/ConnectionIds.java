package io.lifeline.supervision.connections;

import io.lifeline.connection.ConnectionId;
import java.util.random.RandomGenerator;

/**
 * Names connections: a random part for the life of the node and a counter, both in base 36, such as
 * {@code 4fk20z-1c}. The random part makes names of different nodes and of earlier lives differ
 * (one chance in two billion to meet). Not thread-safe.
 */
public final class ConnectionIds {
  private static final int RADIX = 36;
  private static final int NODE_DIGITS = 6;

  private final String node;
  private long counter;

  public ConnectionIds(RandomGenerator random) {
    long least = (long) Math.pow(RADIX, NODE_DIGITS - 1);
    this.node = Long.toString(random.nextLong(least, least * RADIX), RADIX);
  }

  /** The part that all names of this node begin with. */
  public String node() {
    return node;
  }

  ConnectionId next() {
    counter++;
    return new ConnectionId(node + "-" + Long.toString(counter, RADIX));
  }
}
