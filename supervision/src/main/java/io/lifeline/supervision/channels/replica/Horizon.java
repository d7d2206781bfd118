package io.lifeline.supervision.channels.replica;

/**
 * How far back a channel remembers.
 *
 * @param historyFrom the offset of the oldest message whose data is kept
 * @param keysFrom the offset of the oldest message whose idempotency key counts
 */
public record Horizon(long historyFrom, long keysFrom) {
  /** Nothing is forgotten. */
  public static final Horizon BEGINNING = new Horizon(1, 1);
}
