package io.lifeline.connection;

import java.net.InetAddress;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Seam: decides whether one more WebSocket may open. A connection sends a {@link Request} to the
 * actor behind the seam and opens only when it is {@link Admitted}. The place of an admitted
 * connection is free again when its actor has stopped.
 */
public final class Admission {
  private Admission() {}

  /** One connection's wish to open, sent once by each. */
  public record Request(
      ConnectionId connection,
      InetAddress address,
      ActorRef<ConnectionActor.AdmissionDecided> replyTo) {}

  /** The answer. */
  public sealed interface Verdict {}

  public record Admitted() implements Verdict {}

  /**
   * @param tier the limit that refused, a metric label: {@code node}, {@code address}, {@code rate}
   *     or {@code draining}
   * @param status 503 or 429
   * @param retryAfter jittered by the one who refuses
   */
  public record Refused(String tier, int status, Duration retryAfter) implements Verdict {}
}
