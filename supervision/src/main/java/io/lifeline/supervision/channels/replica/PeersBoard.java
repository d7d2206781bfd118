package io.lifeline.supervision.channels.replica;

import java.util.List;
import java.util.function.Consumer;

/** Who the members are, for all entities of a node to read. Thread-safe. */
final class PeersBoard implements Consumer<Peers> {
  private volatile Peers latest = new Peers(new NodeId("", 0), List.of());

  @Override
  public void accept(Peers peers) {
    latest = peers;
  }

  Peers latest() {
    return latest;
  }
}
