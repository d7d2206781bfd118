package io.lifeline.telemetry.tracing;

import java.util.Locale;

/** How a step ended. */
public enum Outcome {
  DONE(false),
  /** The channel had it already, by its idempotency key. */
  REPEATED(false),
  REJECTED(true),
  /** No answer in time: it may have been published or not. */
  UNANSWERED(true),
  /** The node that took it ended before there was an answer: it may have been published or not. */
  NODE_ENDED(true),
  /** The receiver's queue was full, or the connection was ending or gone. */
  DROPPED(true);

  private final boolean isFailure;

  Outcome(boolean isFailure) {
    this.isFailure = isFailure;
  }

  public boolean isFailure() {
    return isFailure;
  }

  /** As the span's tag {@code result} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
