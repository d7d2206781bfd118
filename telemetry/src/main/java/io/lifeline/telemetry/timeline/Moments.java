package io.lifeline.telemetry.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moments in 8 bytes each: what, how many, and when. At most {@value #MOST}; beyond that the oldest
 * is forgotten, and how many were is the first of what is left.
 */
final class Moments {
  static final int MOST = 32;

  private static final int WHEN_BITS = 40;
  private static final int COUNT_BITS = 16;
  private static final long MOST_WHEN = (1L << WHEN_BITS) - 1; // three years
  private static final int MOST_COUNT = (1 << COUNT_BITS) - 1;
  private static final long TICK_NANOS = 100_000;

  private Moments() {}

  /** The same and one more. What is given stays as it is. */
  static long[] with(long @Nullable [] moments, Happening what, int count, long afterNanos) {
    long next = of(what, count, afterNanos);
    if (moments == null) {
      return new long[] {next};
    }
    if (moments.length < MOST) {
      long[] more = Arrays.copyOf(moments, moments.length + 1);
      more[moments.length] = next;
      return more;
    }
    boolean again = what(moments[0]) == Happening.LEFT_OUT;
    int leftOut = again ? count(moments[0]) + 1 : 2; // the mark takes a place as well
    long[] same = Arrays.copyOfRange(moments, 1, moments.length + 1);
    same[0] = of(Happening.LEFT_OUT, leftOut, when(moments[1]).toNanos());
    same[same.length - 1] = next;
    return same;
  }

  static Happening what(long moment) {
    return Happening.of((int) (moment >>> (COUNT_BITS + WHEN_BITS)));
  }

  static int count(long moment) {
    return (int) (moment >>> WHEN_BITS) & MOST_COUNT;
  }

  static List<Moment> read(long @Nullable [] moments) {
    List<Moment> read = new ArrayList<>();
    if (moments != null) {
      for (long moment : moments) {
        read.add(new Moment(what(moment), when(moment), count(moment)));
      }
    }
    return read;
  }

  private static long of(Happening what, int count, long afterNanos) {
    long when = Math.min(MOST_WHEN, Math.max(0, afterNanos / TICK_NANOS));
    return (long) what.code() << (COUNT_BITS + WHEN_BITS)
        | (long) Math.min(MOST_COUNT, count) << WHEN_BITS
        | when;
  }

  private static Duration when(long moment) {
    return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(100 * (moment & MOST_WHEN)));
  }
}
