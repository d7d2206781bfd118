package io.lifeline.load;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How far the values of a histogram lie apart, for people. */
public final class Spread {
  private Spread() {}

  /**
   * Half of them, 99 % and all of them are at most this, as {@code 1.0/2.0/3.0}.
   *
   * @param unit by which each is divided
   */
  public static String of(Histogram values, double unit) {
    return String.format(
        Locale.ROOT,
        "%.1f/%.1f/%.1f",
        values.getValueAtPercentile(50) / unit,
        values.getValueAtPercentile(99) / unit,
        values.getMaxValue() / unit);
  }
}
