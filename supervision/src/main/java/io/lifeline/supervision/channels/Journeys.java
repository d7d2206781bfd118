package io.lifeline.supervision.channels;

import io.lifeline.connection.Journey;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the deliveries that are timed. To read the clock and to record costs some ten
 * nanoseconds: where a publication has few receivers each is timed, where it has many one in
 * {@value #ONE_IN}, which stands for as many. Which of them that is changes, so that each has its
 * turn. Not thread-safe.
 */
final class Journeys {
  /** So many receivers are few. */
  static final int FEW = 16;

  static final int ONE_IN = 16;

  /** Odd, so that each of the first {@link #ONE_IN} is once the first that is timed. */
  private static final int STEP = 5;

  private final Namespaces namespaces;
  private final LongSupplier millis;
  private int phase;
  private int standsFor;
  private int untilTimed;

  /**
   * @param millis the time of day of this node
   */
  Journeys(Namespaces namespaces, LongSupplier millis) {
    this.namespaces = namespaces;
    this.millis = millis;
  }

  /**
   * Begins to choose among the receivers of one publication.
   *
   * @param takenAtMillis when a gateway took it; 0: it is not known
   * @return null if none is timed
   */
  @Nullable Journey begin(String channel, long takenAtMillis, int receivers) {
    if (takenAtMillis == 0) {
      return null;
    }
    standsFor = receivers <= FEW ? 1 : ONE_IN;
    untilTimed = 1;
    if (standsFor > 1) {
      phase = (phase + STEP) % ONE_IN;
      untilTimed += phase;
    }
    return new Journey(namespaces.labelOf(channel), takenAtMillis, standsFor, millis);
  }

  /** Whether the next receiver is one that is timed. */
  boolean isNextTimed() {
    untilTimed--;
    if (untilTimed > 0) {
      return false;
    }
    untilTimed = standsFor;
    return true;
  }
}
