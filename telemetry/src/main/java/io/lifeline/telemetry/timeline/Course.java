package io.lifeline.telemetry.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link Timeline} said at one moment, packed as it is there. Immutable. */
public final class Course {
  private static final int ROUND_TRIPS = 4;

  private final long @Nullable [] moments; // never written to
  private final long roundTrips;
  private final long queue;
  private final int activeAfterMicros;
  private final int answered;
  private final int answeredAfterTenths;

  Course(
      long @Nullable [] moments,
      long roundTrips,
      long queue,
      int activeAfterMicros,
      int answered,
      int answeredAfterTenths) {
    this.moments = moments;
    this.roundTrips = roundTrips;
    this.queue = queue;
    this.activeAfterMicros = activeAfterMicros;
    this.answered = answered;
    this.answeredAfterTenths = answeredAfterTenths;
  }

  /**
   * What waited to be sent, right to one part in a thousand.
   *
   * @param mostBytes the most at any time
   */
  public record Queue(long bytes, long frames, long mostBytes, long mostFrames) {}

  /** In the order in which they came, its opening first. */
  public List<Moment> moments() {
    List<Moment> all = new ArrayList<>();
    all.add(new Moment(Happening.OPENING, Duration.ZERO, 0));
    if (activeAfterMicros >= 0) {
      Duration after = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(activeAfterMicros));
      all.add(new Moment(Happening.ACTIVE, after, 0));
    }
    all.addAll(Moments.read(moments));
    return List.copyOf(all);
  }

  /** Whether it ever was an open WebSocket. */
  public boolean wasActive() {
    return activeAfterMicros >= 0
        || moments().stream().anyMatch(moment -> moment.what() == Happening.ACTIVE);
  }

  /** Of the last answered pings, at most {@value #ROUND_TRIPS}, the latest first. */
  public List<Duration> roundTrips() {
    List<Duration> latestFirst = new ArrayList<>();
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long micros = Rough.number(roundTrips >>> (i * Rough.BITS));
      if (micros > 0) {
        latestFirst.add(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)));
      }
    }
    return latestFirst;
  }

  /** How many pings were answered. */
  public int answered() {
    return answered;
  }

  /** When the last of them was, after the opening, to a tenth of a second. */
  public Optional<Duration> lastAnswerAfter() {
    return answered == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(100L * answeredAfterTenths));
  }

  /** Pings in a row without an answer in time, now. */
  public int missedInARow() {
    return Timeline.missedInARow(moments);
  }

  /** Whether any ping had no answer in time, as far back as is remembered. */
  public boolean hasMissed() {
    return moments().stream()
        .anyMatch(
            moment ->
                moment.what() == Happening.MISSED_BEAT || moment.what() == Happening.LEFT_OUT);
  }

  public Queue queue() {
    return new Queue(
        Rough.number(queue),
        Rough.number(queue >>> Rough.BITS),
        Rough.number(queue >>> (2 * Rough.BITS)),
        Rough.number(queue >>> (3 * Rough.BITS)));
  }
}
