package io.lifeline.telemetry.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection, for people who look. Immutable.
 *
 * @param state {@code opening}, {@code http}, {@code active}, {@code closing} or {@code ended}
 * @param opened by the clock of the machine
 * @param age until now, or until its end
 * @param end null while it lives
 */
public record Story(
    Who who,
    String state,
    Instant opened,
    Duration age,
    Course course,
    Traffic traffic,
    @Nullable End end) {
  /** Characters kept of the name of a user, and channels kept, when a connection has ended. */
  private static final int KEPT_OF_A_NAME = 256;

  private static final int KEPT_CHANNELS = 8;

  /**
   * @param connection its id
   * @param user empty before it is authenticated
   * @param remoteAddress with its port
   * @param dialect empty before it is a WebSocket
   */
  public record Who(String connection, String user, String remoteAddress, String dialect) {}

  /**
   * @param received messages from the peer
   * @param delivered messages handed to its socket
   * @param channels that it is, or was, subscribed to, without its personal one; after its end the
   *     first {@value #KEPT_CHANNELS}
   */
  public record Traffic(long received, long delivered, List<String> channels) {
    public static final Traffic NONE = new Traffic(0, 0, List.of());

    public Traffic {
      channels = List.copyOf(channels);
    }
  }

  /**
   * @param reason its label as the metrics have it
   * @param trouble whether it is one that should not be
   * @param reclaimedAfter how long after the end its actor and all of that actor's children had
   *     stopped; null until that is seen
   */
  public record End(String reason, boolean trouble, @Nullable Duration reclaimedAfter) {}

  /** The same, ended now, without what could be large. */
  public Story ended(String reason, boolean trouble) {
    String user = who.user();
    Who kept =
        user.length() <= KEPT_OF_A_NAME
            ? who
            : new Who(
                who.connection(),
                user.substring(0, KEPT_OF_A_NAME),
                who.remoteAddress(),
                who.dialect());
    List<String> channels = traffic.channels();
    Traffic last =
        channels.size() <= KEPT_CHANNELS
            ? traffic
            : new Traffic(
                traffic.received(), traffic.delivered(), channels.subList(0, KEPT_CHANNELS));
    return new Story(kept, "ended", opened, age, course, last, new End(reason, trouble, null));
  }

  /** The same, and everything that it had is back. */
  Story reclaimed(Instant now) {
    End known = end;
    if (known == null) {
      throw new IllegalStateException(who.connection() + " has not ended");
    }
    Duration after = Duration.between(opened.plus(age), now);
    return new Story(
        who,
        state,
        opened,
        age,
        course,
        traffic,
        new End(known.reason(), known.trouble(), after.isNegative() ? Duration.ZERO : after));
  }

  /**
   * An open WebSocket, or one that was, which missed beats or ended in a way that it should not.
   */
  public boolean isTroubled() {
    return course.wasActive() && (course.hasMissed() || (end != null && end.trouble()));
  }
}
