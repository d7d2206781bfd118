package io.lifeline.connection;

import io.lifeline.connection.Connection.State;
import io.lifeline.connection.ConnectionActor.AdmissionDecided;
import io.lifeline.connection.ConnectionActor.AuthenticationEnded;
import io.lifeline.connection.ConnectionActor.BeatReport;
import io.lifeline.connection.ConnectionActor.ChannelAnswered;
import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.ConsumerTooSlow;
import io.lifeline.connection.ConnectionActor.Crashed;
import io.lifeline.connection.ConnectionActor.Cut;
import io.lifeline.connection.ConnectionActor.Due;
import io.lifeline.connection.ConnectionActor.End;
import io.lifeline.connection.ConnectionActor.Greeted;
import io.lifeline.connection.ConnectionActor.HeartbeatEnded;
import io.lifeline.connection.ConnectionActor.Inspect;
import io.lifeline.connection.ConnectionActor.NothingReceived;
import io.lifeline.connection.ConnectionActor.PeerSpoke;
import io.lifeline.connection.ConnectionActor.Streamed;
import io.lifeline.connection.ConnectionActor.SubscriptionChanged;
import io.lifeline.connection.ConnectionActor.UpgradeAsked;
import io.lifeline.connection.ConnectionActor.WriterEnded;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A connection whose end is decided: its last bytes go out, the peer's close frame is awaited where
 * that makes sense, and at the close timeout at the latest the actor stops, and with it everything.
 */
final class ClosingPhase {
  /**
   * For how long we go on reading from a peer whose bytes mean nothing any more. A socket that is
   * closed with bytes unread is reset by the kernel, which can destroy the close frame or the HTTP
   * answer before the peer has seen it (RFC 9112 section 9.6).
   */
  private static final Duration LINGER = Duration.ofMillis(200);

  private static final ByteString NOTHING = ByteString.emptyByteString();

  private final Connection connection;
  private final @Nullable Session session;
  private final Progress progress;
  private final CloseReason reason;
  private final long decidedAt = System.nanoTime();

  private ClosingPhase(
      Connection connection, @Nullable Session session, Progress progress, CloseReason reason) {
    this.connection = connection;
    this.session = session;
    this.progress = progress;
    this.reason = reason;
  }

  /** The close frame goes out behind what waits, then the peer's is awaited. */
  static Behavior<Command> awaitingPeer(
      Connection connection, Session session, Progress progress, Ending ending) {
    sendClose(session, ending, false, false);
    return leavingActive(connection, session, progress, ending);
  }

  /**
   * The peer's close frame is answered behind what waits, and the stream ends behind the answer.
   */
  static Behavior<Command> answeringPeer(
      Connection connection, Session session, Progress progress, Ending echo) {
    sendClose(session, echo, false, true);
    return leavingActive(connection, session, progress, echo);
  }

  /**
   * The close frame goes out behind what waits; what the peer still sends is discarded for a
   * moment.
   */
  static Behavior<Command> lingering(
      Connection connection, Session session, Progress progress, Ending ending) {
    sendClose(session, ending, false, false);
    connection.timers().startSingleTimer(Due.LINGER_OVER, Due.LINGER_OVER, LINGER);
    return leavingActive(connection, session, progress, ending);
  }

  /** The close frame goes out at once, and the stream ends behind it. */
  static Behavior<Command> finishing(
      Connection connection, Session session, Progress progress, Ending ending) {
    sendClose(session, ending, true, true);
    return leavingActive(connection, session, progress, ending);
  }

  /** An HTTP answer is on its way, and the stream ends behind it. */
  static Behavior<Command> afterAnswer(Connection connection, CloseReason reason) {
    return new ClosingPhase(connection, null, Progress.NONE, reason).begin();
  }

  /** An HTTP answer is on its way to a peer that may still be sending its request. */
  static Behavior<Command> lingering(Connection connection, CloseReason reason) {
    connection.timers().startSingleTimer(Due.LINGER_OVER, Due.LINGER_OVER, LINGER);
    return new ClosingPhase(connection, null, Progress.NONE, reason).begin();
  }

  /** Stops an open WebSocket at once: its stream is gone. */
  static Behavior<Command> stop(
      Connection connection, Session session, Progress progress, CloseReason reason) {
    return new ClosingPhase(connection, session, progress, reason).stopped();
  }

  private static Behavior<Command> leavingActive(
      Connection connection, Session session, Progress progress, Ending ending) {
    connection.left(State.ACTIVE);
    connection.context().cancelReceiveTimeout();
    connection.timers().cancel(Due.MESSAGE_DEADLINE);
    connection.timers().cancel(Due.TOKEN_EXPIRY);
    session.socket().readMore(); // the peer's close frame may be behind what we did not answer
    return new ClosingPhase(connection, session, progress, ending.reason()).begin();
  }

  private static void sendClose(
      Session session, Ending ending, boolean dropWaiting, boolean finish) {
    ByteString frame =
        ending.code() == 0 ? NOTHING : FrameEncoder.close(ending.code(), ending.text());
    if (ending.reason() == CloseReason.WRITER_FAILED) {
      session.socket().finish(frame);
    } else {
      session.writer().tell(new Writer.Close(frame, dropWaiting, finish));
    }
  }

  private Behavior<Command> begin() {
    connection.entered(State.CLOSING);
    connection.timers().cancel(Due.HANDSHAKE_DEADLINE);
    connection
        .timers()
        .startSingleTimer(
            Due.CLOSE_DEADLINE, Due.CLOSE_DEADLINE, connection.node().settings().closeTimeout());
    return GuardedBehavior.of(this::onCommand, this::released, this::story);
  }

  private Behavior<Command> onCommand(Command command) {
    if (command instanceof PeerSpoke spoke) {
      return onPeerSpoke(spoke.received());
    } else if (command instanceof Streamed streamed) {
      return onStreamed(streamed.event());
    } else if (command == Due.LINGER_OVER) {
      finish();
      return Behaviors.same();
    } else if (command == Due.CLOSE_DEADLINE || command instanceof Cut) {
      return stopped();
    } else if (command instanceof Crashed crashed) {
      connection.crashed(session, crashed);
      return stopped();
    } else if (command instanceof Inspect inspect) {
      inspect.replyTo().tell(connection.view(State.CLOSING, session, progress));
      return Behaviors.same();
    } else if (command instanceof UpgradeAsked asked) {
      asked.refuse();
      return Behaviors.same();
    }
    return ignoreLate(command);
  }

  /** What was on its way when the end was decided. */
  private static Behavior<Command> ignoreLate(Command command) {
    boolean answer =
        command instanceof AdmissionDecided
            || command instanceof AuthenticationEnded
            || command instanceof ChannelAnswered
            || command instanceof Greeted
            || command instanceof SubscriptionChanged;
    boolean fromChild =
        command instanceof BeatReport
            || command instanceof ConsumerTooSlow
            || command instanceof HeartbeatEnded
            || command instanceof WriterEnded;
    boolean ofTheEnd = command instanceof End || command instanceof Due;
    return answer || fromChild || ofTheEnd || command instanceof NothingReceived
        ? Behaviors.same()
        : Behaviors.unhandled();
  }

  private Behavior<Command> onStreamed(SocketEvent event) {
    if (event instanceof SocketEvent.HttpEnded) {
      connection.socket().finish(NOTHING); // a late WebSocket inside it has finished
    }
    return event instanceof SocketEvent.Ended ? stopped() : Behaviors.same();
  }

  private Behavior<Command> onPeerSpoke(SocketEvent.Received received) {
    Inbound last = received.inbound().get(received.inbound().size() - 1);
    if (last instanceof Inbound.Close || last instanceof Inbound.Violation) {
      finish(); // nothing follows
    } else {
      socket().readMore();
    }
    return Behaviors.same();
  }

  /** Ends the stream behind what is on its way. */
  private void finish() {
    Session open = session;
    if (open == null || reason == CloseReason.WRITER_FAILED) {
      socket().finish(NOTHING);
    } else {
      open.writer().tell(Writer.Finish.INSTANCE);
    }
  }

  private SocketHandle socket() {
    Session open = session;
    return open == null ? connection.socket() : open.socket();
  }

  /** The one place where a connection that was answered or open ends. */
  private Behavior<Command> stopped() {
    connection.ended(reason, story());
    Session open = session;
    if (open == null) {
      connection.logEnd(reason);
    } else {
      connection
          .node()
          .events()
          .record(Metric.LIFETIME, reason.kind().label(), connection.age().toNanos(), 1);
      ConnectionLog.write(
          Level.INFO,
          connection,
          open,
          log ->
              log.info(
                  "end user [{}] from [{}] reason [{}] after [{}] ms, received [{}], delivered [{}]",
                  open.identity().user(),
                  connection.peerText(),
                  reason.label(),
                  connection.age().toMillis(),
                  progress.received(),
                  open.socket().deliveries()));
    }
    return connection.stopped(reason, decidedAt);
  }

  private Story story() {
    return connection.story(State.CLOSING, session, progress);
  }

  private void released() {
    connection.left(State.CLOSING);
    Session open = session;
    if (open != null) {
      open.released(connection.node().ledger());
    }
  }
}
