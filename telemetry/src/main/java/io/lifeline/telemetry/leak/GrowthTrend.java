package io.lifeline.telemetry.leak;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whether what is held goes on growing while the connections do not explain it, over a window of
 * {@value #BUCKETS} buckets. Of each bucket only the sample with the least is kept, which leaves
 * out what comes and goes, such as garbage.
 *
 * <p>The window teaches what one connection holds: the median of the slopes between all pairs of
 * buckets (Theil and Sen), which a third of them may spoil without harm. What that does not explain
 * is tested for a trend by counting the pairs that grew against those that shrank (Mann and
 * Kendall), whatever the scale or the distribution. A trend is told if chance makes one in {@code
 * 1/30,000} windows, and if it amounts to more than the least that matters and than the noise
 * around it. One jump is no trend. What grows in step with the connections is seen once they stay
 * as many. Not thread-safe.
 */
final class GrowthTrend {
  static final int BUCKETS = 24;

  /** Before there are so many buckets, nothing is told. */
  static final int ENOUGH = 12;

  /** Standard deviations of the number of pairs. */
  private static final double SURE = 4;

  private static final double NOISE = 4;

  /** The standard deviation of a normal distribution by its median deviation. */
  private static final double BY_MEDIAN_DEVIATION = 1.4826;

  /** Loads that differ by less than this share teach nothing. */
  private static final double SAME_LOAD = 0.01;

  /**
   * @param perConnection of what is held
   * @param grown beyond what the connections explain, over the window; 0 if that is no trend
   * @param ticks from the first bucket of the window to its last
   */
  record Verdict(double perConnection, double grown, int ticks) {
    static final Verdict NONE = new Verdict(0, 0, 0);
  }

  private final int ticksOfBucket;
  private final double[] loads = new double[BUCKETS];
  private final double[] helds = new double[BUCKETS];
  private final int[] lasted = new int[BUCKETS];
  private int kept;
  private int ticks;
  private boolean observed;
  private double load;
  private double held;

  /**
   * @param ticksOfBucket calls of {@link #tick} in one bucket
   */
  GrowthTrend(int ticksOfBucket) {
    this.ticksOfBucket = ticksOfBucket;
  }

  /** How much is held at this many connections. */
  void observe(double atLoad, double heldNow) {
    if (!observed || heldNow < held) {
      observed = true;
      load = atLoad;
      held = heldNow;
    }
  }

  /**
   * Time goes on. A bucket in which nothing was observed lasts until something is.
   *
   * @return whether a bucket has ended
   */
  boolean tick() {
    ticks++;
    if (ticks < ticksOfBucket || !observed) {
      return false;
    }
    if (kept == BUCKETS) {
      System.arraycopy(loads, 1, loads, 0, BUCKETS - 1);
      System.arraycopy(helds, 1, helds, 0, BUCKETS - 1);
      System.arraycopy(lasted, 1, lasted, 0, BUCKETS - 1);
      kept--;
    }
    loads[kept] = load;
    helds[kept] = held;
    lasted[kept] = ticks;
    kept++;
    ticks = 0;
    observed = false;
    return true;
  }

  /**
   * @param least growth that matters
   */
  Verdict judge(double least) {
    if (kept < ENOUGH) {
      return Verdict.NONE;
    }
    double[] x = Arrays.copyOf(loads, kept);
    double[] y = Arrays.copyOf(helds, kept);
    double perConnection = Math.max(0, slope(x, y, SAME_LOAD * max(x)));
    double[] unexplained = minus(y, x, perConnection);
    double[] time = IntStream.range(0, kept).asDoubleStream().toArray();
    double trend = slope(time, unexplained, 0);
    double[] scatter = minus(unexplained, time, trend);
    double grown = trend * (kept - 1);
    boolean isTrend =
        certainty(unexplained) >= SURE && grown > least && grown > NOISE * deviation(scatter);
    int window = Arrays.stream(lasted, 1, kept).sum();
    return new Verdict(perConnection, isTrend ? grown : 0, window);
  }

  /** The median slope of all pairs whose {@code x} differ by more than {@code apart}. */
  private static double slope(double[] x, double[] y, double apart) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int pairs = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        if (Math.abs(x[j] - x[i]) > apart) {
          slopes[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return median(Arrays.copyOf(slopes, pairs));
  }

  /** By how many standard deviations more pairs grew than shrank. */
  private static double certainty(double[] values) {
    int n = values.length;
    double more = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        more += Math.signum(values[j] - values[i]);
      }
    }
    return more / Math.sqrt(n * (n - 1.0) * (2 * n + 5) / 18);
  }

  private static double deviation(double[] values) {
    double middle = median(values);
    return BY_MEDIAN_DEVIATION
        * median(Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray());
  }

  private static double[] minus(double[] y, double[] x, double slope) {
    return IntStream.range(0, y.length).mapToDouble(i -> y[i] - slope * x[i]).toArray();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  /** 0 of none. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? 0
        : (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }
}
