package io.lifeline.supervision.lifecycle;

import java.util.function.Supplier;

/**
 * Shows the phase of the node to whoever asks, above all to the readiness check. Written only by
 * {@link Lifecycle}. Thread-safe; reading never blocks.
 */
public final class PhaseBoard implements Supplier<NodePhase> {
  private volatile NodePhase phase = NodePhase.STARTING;

  @Override
  public NodePhase get() {
    return phase;
  }

  void show(NodePhase next) {
    phase = next;
  }
}
