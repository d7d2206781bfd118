package io.lifeline.telemetry.timeline;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one connection remembers of its own story: 56 bytes, and 24 or more once something happens
 * to it that does not happen to every connection.
 *
 * <p>Its actor writes it, and its writer what waits to be sent; any thread may take a {@link
 * Course} of it. All times are of {@link System#nanoTime()}.
 */
public final class Timeline {
  private static final long TENTH_NANOS = 100_000_000;

  private final InetSocketAddress peer;
  private final long openedAt;
  private volatile long @Nullable [] moments;
  private volatile long roundTrips; // four, in microseconds, the latest lowest
  private volatile long queue; // bytes and frames now, and the most that there were
  private volatile int activeAfterMicros = -1;
  private volatile int answered;
  private volatile int answeredAfterTenths; // 0.1 s: an int lasts for six years

  public Timeline(InetSocketAddress peer, long openedAt) {
    this.peer = peer;
    this.openedAt = openedAt;
  }

  public InetSocketAddress peer() {
    return peer;
  }

  public long openedAt() {
    return openedAt;
  }

  public Duration age(long now) {
    return Duration.ofNanos(now - openedAt);
  }

  /** A state is entered. The first, that it opens, needs not to be said. */
  public void entered(Happening state, long now) {
    long after = now - openedAt;
    if (state == Happening.ACTIVE && moments == null && after / 1_000 < Integer.MAX_VALUE) {
      activeAfterMicros = (int) (after / 1_000); // as with almost every connection
    } else if (state != Happening.OPENING) {
      happened(state, 0, after);
    }
  }

  /**
   * A ping had no answer in time.
   *
   * @param inARow how many now
   */
  public void missed(int inARow, long now) {
    happened(Happening.MISSED_BEAT, inARow, now - openedAt);
  }

  /**
   * A ping was answered.
   *
   * @param roundTrip in nanoseconds, or -1 if it was not measured
   */
  public void answered(long roundTrip, long now) {
    if (missedInARow(moments) > 0) {
      happened(Happening.ANSWERED, 0, now - openedAt);
    }
    if (roundTrip >= 0) {
      roundTrips = roundTrips << Rough.BITS | Rough.of(Math.max(1, roundTrip / 1_000));
    }
    int before = answered; // which only this actor writes
    answered = before + 1;
    answeredAfterTenths = (int) Math.min(Integer.MAX_VALUE, (now - openedAt) / TENTH_NANOS);
  }

  /** So much waits to be sent now. For the writer alone. */
  public void queued(int bytes, int frames) {
    long before = queue;
    long mostBytes = Math.max(Rough.of(bytes), before >>> (2 * Rough.BITS) & Rough.MASK);
    long mostFrames = Math.max(Rough.of(frames), before >>> (3 * Rough.BITS));
    queue =
        mostFrames << (3 * Rough.BITS)
            | mostBytes << (2 * Rough.BITS)
            | Rough.of(frames) << Rough.BITS
            | Rough.of(bytes);
  }

  /** As it is at this moment. */
  public Course course() {
    return new Course(moments, roundTrips, queue, activeAfterMicros, answered, answeredAfterTenths);
  }

  static int missedInARow(long @Nullable [] moments) {
    if (moments == null) {
      return 0;
    }
    long last = 0;
    for (long moment : moments) {
      Happening what = Moments.what(moment);
      if (what == Happening.MISSED_BEAT || what == Happening.ANSWERED) {
        last = moment;
      }
    }
    return Moments.count(last);
  }

  private void happened(Happening what, int count, long after) {
    moments = Moments.with(moments, what, count, after);
  }
}
