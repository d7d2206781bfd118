package io.lifeline.edge.settings;

import java.util.regex.Pattern;

/** The written form of a web origin (RFC 6454 section 6.2) and of a pattern for several. */
public final class Origin {
  private static final Pattern PATTERN =
      Pattern.compile("[a-z][a-z0-9+.-]*://(\\*\\.)?([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  private Origin() {}

  /** Whether {@code text} can stand in {@code lifeline.edge.allowed-origins}. */
  public static boolean isPattern(String text) {
    return PATTERN.matcher(text).matches();
  }
}
