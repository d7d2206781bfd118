package io.lifeline.load.peer;

/**
 * How a connection came to its end, as its peer saw it.
 *
 * @param cause what ended it
 * @param code of the node's close frame; 0 if there was none
 * @param text of the node's close frame
 * @param atNanos when, as {@link System#nanoTime()}
 */
public record End(Cause cause, int code, String text, long atNanos) {
  /** What ended it. */
  public enum Cause {
    /** The node sent a close frame. */
    CLOSE_FRAME,
    /** The node ended the stream without one. */
    STREAM_ENDED,
    /** The node reset the connection, or it could not be made. */
    RESET,
    /** This side was told to leave. */
    LEFT
  }
}
