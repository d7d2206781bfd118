package io.lifeline.telemetry.tracing;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a span has of the one above it, written as in W3C's Trace Context, section 3.2.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 of them
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int LENGTH = 55;

  /** Null if it is none: one that is malformed is as if it were not there. */
  public static @Nullable TraceParent parse(@Nullable String text) {
    if (text == null || !isWellFormed(text)) {
      return null;
    }
    String traceId = text.substring(TRACE_AT, SPAN_AT - 1);
    String spanId = text.substring(SPAN_AT, FLAGS_AT - 1);
    if (isZero(traceId) || isZero(spanId)) {
      return null;
    }
    return new TraceParent(traceId, spanId, (HexFormat.fromHexDigit(text.charAt(54)) & 1) == 1);
  }

  /** A later version may have more behind a further dash; version ff is none. */
  private static boolean isWellFormed(String text) {
    if (text.length() < LENGTH || text.startsWith("ff")) {
      return false;
    }
    if (text.length() > LENGTH && (text.startsWith("00") || text.charAt(LENGTH) != '-')) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == TRACE_AT - 1 || i == SPAN_AT - 1 || i == FLAGS_AT - 1;
      if (dash ? c != '-' : !isLowerHex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  /** As a header has it. */
  public String text() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
