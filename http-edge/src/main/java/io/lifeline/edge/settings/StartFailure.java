package io.lifeline.edge.settings;

import org.jspecify.annotations.Nullable;

/** The node cannot start for a reason that its operator can mend, such as a port in use. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that says what is wrong and names the setting
   */
  public StartFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
