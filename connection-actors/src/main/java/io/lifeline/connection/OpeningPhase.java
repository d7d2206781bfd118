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
import io.lifeline.connection.handshake.WebSocketHandshake;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.telemetry.timeline.Story;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A connection until it is an open WebSocket: it reads the request head, or serves HTTP, and takes
 * a handshake through the rules, the authenticator and admission. The handshake comes from the gate
 * or, later, from a kept-alive HTTP connection.
 */
final class OpeningPhase {
  private final Connection connection;
  private final State state;

  private OpeningPhase(Connection connection, State state) {
    this.connection = connection;
    this.state = state;
  }

  static Behavior<Command> begin(Connection connection) {
    connection.entered(State.OPENING);
    OpeningPhase phase = new OpeningPhase(connection, State.OPENING);
    phase.startDeadline();
    return phase.reading();
  }

  /** Waits for the request head. */
  private Behavior<Command> reading() {
    return state(
        command -> {
          if (command instanceof Streamed streamed) {
            if (streamed.event() instanceof SocketEvent.HeadRead head) {
              return head.upgrade()
                  ? new HandshakePhase(this, head.head(), null).begin()
                  : serveHttp();
            } else if (streamed.event() instanceof SocketEvent.HeadMalformed broken) {
              return turnAway(CloseReason.HANDSHAKE_MALFORMED, broken.status(), broken.reason());
            }
          } else if (command == Due.HANDSHAKE_DEADLINE) {
            return turnAway(CloseReason.HANDSHAKE_TIMEOUT, 408, "the request head took too long");
          }
          return whileOpening(command);
        });
  }

  private Behavior<Command> serveHttp() {
    connection.timers().cancel(Due.HANDSHAKE_DEADLINE);
    var self = connection.context().getSelf();
    connection
        .socket()
        .serveHttp(
            connection
                .node()
                .http()
                .serve(
                    connection.peer(),
                    head -> {
                      CompletableFuture<HttpLayer.Answer> answer = new CompletableFuture<>();
                      self.tell(new UpgradeAsked(head, answer));
                      return answer;
                    }));
    connection.left(state);
    connection.entered(State.HTTP);
    return new OpeningPhase(connection, State.HTTP).http();
  }

  /** Serves HTTP, until it ends or asks for an upgrade. */
  Behavior<Command> http() {
    return state(
        command -> {
          if (command instanceof UpgradeAsked asked) {
            startDeadline();
            return new HandshakePhase(this, asked.head(), asked.answer()).begin();
          }
          return whileOpening(command);
        });
  }

  /** What is the same in every state of this phase. */
  Behavior<Command> whileOpening(Command command) {
    if (command instanceof Streamed streamed
        && streamed.event() instanceof SocketEvent.Ended ended) {
      connection.logTlsFailure(null, ended);
      return stop(reasonOf(ended));
    } else if (command instanceof Streamed streamed
        && streamed.event() instanceof SocketEvent.HttpEnded) {
      leave();
      return ClosingPhase.lingering(connection, CloseReason.HTTP_ENDED);
    } else if (command instanceof End end) {
      return stop(end.ending().reason());
    } else if (command instanceof Cut cut) {
      return stop(cut.reason());
    } else if (command instanceof Inspect inspect) {
      inspect.replyTo().tell(view());
      return Behaviors.same();
    } else if (command instanceof UpgradeAsked asked) {
      asked.refuse();
      return Behaviors.same();
    } else if (command instanceof Crashed crashed) {
      connection.crashed(null, crashed);
      return stop(CloseReason.INTERNAL_ERROR);
    }
    return ignoreUntimely(command);
  }

  /** An answer or an event that came too late, and what only an open WebSocket is told. */
  private static Behavior<Command> ignoreUntimely(Command command) {
    boolean late =
        command instanceof AdmissionDecided
            || command instanceof AuthenticationEnded
            || command instanceof Streamed
            || command instanceof Due;
    boolean early =
        command instanceof PeerSpoke
            || command instanceof ChannelAnswered
            || command instanceof Greeted
            || command instanceof SubscriptionChanged
            || command instanceof BeatReport
            || command instanceof ConsumerTooSlow
            || command instanceof HeartbeatEnded
            || command instanceof WriterEnded
            || command instanceof NothingReceived;
    return late || early ? Behaviors.same() : Behaviors.unhandled();
  }

  /** Answers a peer that has not sent a request head, and discards what it still sends. */
  private Behavior<Command> turnAway(CloseReason reason, int status, String text) {
    connection.left(state);
    connection.socket().respond(WebSocketHandshake.refusal(status, List.of(), text));
    return ClosingPhase.lingering(connection, reason);
  }

  Behavior<Command> stop(CloseReason reason) {
    connection.logEnd(reason);
    connection.ended(reason, story());
    return connection.stopped(reason, System.nanoTime());
  }

  private CloseReason reasonOf(SocketEvent.Ended ended) {
    return switch (ended.how()) {
      case COMPLETED -> CloseReason.HTTP_ENDED;
      case PEER_ENDED -> state == State.HTTP ? CloseReason.HTTP_ENDED : CloseReason.PEER_ENDED;
      case PEER_RESET -> CloseReason.PEER_RESET;
      case TLS_FAILED -> CloseReason.TLS_FAILED;
      case FAILED -> CloseReason.STREAM_FAILED;
    };
  }

  private void startDeadline() {
    connection
        .timers()
        .startSingleTimer(
            Due.HANDSHAKE_DEADLINE,
            Due.HANDSHAKE_DEADLINE,
            connection.node().settings().handshakeTimeout());
  }

  Connection connection() {
    return connection;
  }

  /** This phase is left for another one. */
  void leave() {
    connection.left(state);
  }

  private ConnectionView view() {
    return connection.view(state, null, Progress.NONE);
  }

  Behavior<Command> state(Function<Command, Behavior<Command>> onCommand) {
    return GuardedBehavior.of(onCommand, () -> connection.left(state), this::story);
  }

  Story story() {
    return connection.story(state, null, Progress.NONE);
  }
}
