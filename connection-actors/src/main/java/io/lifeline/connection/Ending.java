package io.lifeline.connection;

/**
 * How one connection is to end: the reason under which it counts, and the code and text of its
 * close frame, which an operator may choose (a kick) or a drain may extend.
 *
 * @param code the close frame's code; 0 sends no frame
 * @param text at most 123 bytes of UTF-8
 */
public record Ending(CloseReason reason, int code, String text) {
  public static Ending of(CloseReason reason) {
    return new Ending(reason, reason.code(), reason.text());
  }

  /** The same reason with another text in the frame. */
  public Ending withText(String other) {
    return new Ending(reason, code, other);
  }
}
