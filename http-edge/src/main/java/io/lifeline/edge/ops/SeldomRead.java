package io.lifeline.edge.ops;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A number that is dear to read, and therefore read anew only if what is known of it is older than
 * {@value #SECONDS} s. Thread-safe; two who ask at once may both read it.
 */
final class SeldomRead implements LongSupplier {
  static final int SECONDS = 5;

  private static final long NANOS = Duration.ofSeconds(SECONDS).toNanos();

  private record Read(long value, long atNanos) {}

  private final LongSupplier source;
  private final LongSupplier nanoTime;
  private volatile @Nullable Read last;

  /**
   * @param source thread-safe
   * @param nanoTime as {@link System#nanoTime}
   */
  SeldomRead(LongSupplier source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  @Override
  public long getAsLong() {
    long now = nanoTime.getAsLong();
    Read known = last;
    if (known == null || now - known.atNanos() > NANOS) {
      known = new Read(source.getAsLong(), now);
      last = known;
    }
    return known.value();
  }
}
