package io.lifeline.connection;

import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.stream.ConnectionStage;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.NotInfluenceReceiveTimeout;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * Owns one socket from its first byte: whatever the socket has lives under this actor, and its stop
 * is the end of all of it.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>opening</td><td>the gate reads the request head, under the handshake timeout; then
 *     authenticating and admitting ({@link OpeningPhase})</td></tr>
 * <tr><td>http</td><td>the socket speaks HTTP, and may still become a WebSocket</td></tr>
 * <tr><td>active</td><td>an open WebSocket with the children {@code heartbeat} and {@code writer}
 *     ({@link ActivePhase})</td></tr>
 * <tr><td>closing</td><td>the close frame is on its way, under the close timeout ({@link
 *     ClosingPhase})</td></tr>
 * </table>
 *
 * <p>The end of its heartbeat, of its writer or of its stream, which the writer runs, ends the
 * connection. An exception in its own code ends it as {@code INTERNAL_ERROR}. A connection is never
 * restarted: clients reconnect.
 */
public final class ConnectionActor {
  private ConnectionActor() {}

  /**
   * What a connection may be told. Everything but {@link PeerSpoke} leaves the receive timeout
   * alone: only the peer can show that it is alive.
   */
  public sealed interface Command {}

  /** Everything that does not come from the peer. */
  private interface FromInside extends NotInfluenceReceiveTimeout {}

  /** Ends the connection: a kick, a drain. */
  public record End(Ending ending) implements Command, FromInside {}

  /** Ends the connection at once: the peer is sent nothing more and not waited for. */
  public record Cut(CloseReason reason) implements Command, FromInside {}

  /** Asks how the connection is. */
  public record Inspect(ActorRef<ConnectionView> replyTo) implements Command, FromInside {}

  /** The answer to {@link Admission.Request}. */
  public record AdmissionDecided(Admission.Verdict verdict) implements Command, FromInside {}

  /** The answer to a {@link ChannelRequest}. */
  public record ChannelAnswered(long requestId, ChannelOutcome outcome)
      implements Command, FromInside {}

  /**
   * The peer is greeted: what it says is listened to from now on.
   *
   * @param channels that it is subscribed to, or will be, without its personal one
   */
  public record Greeted(List<String> channels) implements Command, FromInside {
    public Greeted {
      channels = List.copyOf(channels);
    }
  }

  /**
   * The connection has joined or left a channel, and its peer was told.
   *
   * @param requestId of the request that is answered by it, or 0 if there was none
   */
  public record SubscriptionChanged(long requestId, ChannelOutcome outcome)
      implements Command, FromInside {}

  // --- from the stream

  /** The peer sent whole messages or control frames: a sign of life. */
  record PeerSpoke(SocketEvent.Received received) implements Command {}

  record Streamed(SocketEvent event) implements Command, FromInside, DeadLetterSuppression {}

  // --- from the handshake

  /** A later request on an HTTP connection wants a WebSocket. */
  record UpgradeAsked(RequestHead head, CompletableFuture<HttpLayer.Answer> answer)
      implements Command, FromInside {
    /** Answers what comes when nothing can be upgraded any more. */
    void refuse() {
      answer.complete(
          new HttpLayer.Refusal(503, List.of(), "this connection is not for upgrading"));
    }
  }

  /**
   * What the authenticator says of {@code head}, by which an answer that comes too late is told
   * from the one that is awaited. Either the verdict or the failure is null.
   */
  record AuthenticationEnded(
      RequestHead head, Authenticator.@Nullable Verdict verdict, @Nullable Throwable failure)
      implements Command, FromInside {}

  // --- from the children

  /**
   * How a beat went.
   *
   * @param missed pings in a row without an answer in time
   * @param roundTripNanos of the answer, or -1 if this report measures none
   */
  record BeatReport(int missed, long roundTripNanos) implements Command, FromInside {}

  enum ConsumerTooSlow implements Command, FromInside {
    INSTANCE
  }

  enum HeartbeatEnded implements Command, FromInside, DeadLetterSuppression {
    INSTANCE
  }

  enum WriterEnded implements Command, FromInside {
    INSTANCE
  }

  // --- from the clock

  /** What is due; each is also the key of its timer. */
  enum Due implements Command, FromInside {
    HANDSHAKE_DEADLINE,
    MESSAGE_DEADLINE,
    TOKEN_EXPIRY,
    /** What was in flight has arrived and was discarded: the stream may end. */
    LINGER_OVER,
    CLOSE_DEADLINE
  }

  enum NothingReceived implements Command, FromInside {
    INSTANCE
  }

  /** Our own code threw while it handled a command. */
  record Crashed(String handled, Exception cause) implements Command, FromInside {}

  /**
   * What every connection of a node shares. All of it is thread-safe.
   *
   * @param channels answers each request once
   * @param policy of channels
   * @param stories of connections that ended
   * @param stage over the bytes of each socket
   * @param receiveTimeout that of the settings, as the one object that all actors keep
   */
  public record Collaborators(
      ConnectionSettings settings,
      Endpoints endpoints,
      Authenticator authenticator,
      OriginPolicy origins,
      ActorRef<Admission.Request> admission,
      ActorRef<ChannelRequest> channels,
      ChannelPolicy policy,
      HttpLayer http,
      EventSink events,
      ResourceLedger ledger,
      Stories stories,
      Heartbeat.OfNode heartbeats,
      Compression compression,
      ConnectionStage stage,
      FiniteDuration receiveTimeout) {

    /**
     * With the compression and the stage that the settings ask for.
     *
     * @param turns see {@link ConnectionStage.Settings}
     */
    public Collaborators(
        ConnectionSettings settings,
        Endpoints endpoints,
        Authenticator authenticator,
        OriginPolicy origins,
        ActorRef<Admission.Request> admission,
        ActorRef<ChannelRequest> channels,
        ChannelPolicy policy,
        HttpLayer http,
        EventSink events,
        ResourceLedger ledger,
        Stories stories,
        Executor turns) {
      this(
          settings,
          endpoints,
          authenticator,
          origins,
          admission,
          channels,
          policy,
          http,
          events,
          ledger,
          stories,
          new Heartbeat.OfNode(settings.heartbeat(), events, ledger, System::nanoTime),
          new Compression(settings.compression(), events),
          ConnectionStage.gate(
              new ConnectionStage.Settings(
                  settings.maxHeadBytes(), events, ledger, System::nanoTime, turns)),
          DurationConverters.toScala(settings.receiveTimeout()));
    }
  }

  /**
   * A connection that owns {@code socket} from now on.
   *
   * @param id also in each of its log lines, as {@code connectionId}
   */
  public static Behavior<Command> create(
      ConnectionId id, AcceptedSocket socket, Collaborators node) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> OpeningPhase.begin(Connection.open(id, socket, node, context, timers))));
  }
}
