package io.lifeline.edge.node;

/**
 * Shows why a node ended to whoever waits for its end. Written only by {@link NodeGuardian}, before
 * it stops. Thread-safe.
 */
final class EndBoard {
  private volatile NodeEnd end = NodeEnd.FAILED;

  NodeEnd end() {
    return end;
  }

  void show(NodeEnd reached) {
    end = reached;
  }
}
