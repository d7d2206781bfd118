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
import io.lifeline.connection.dialect.ClientCommand;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.slf4j.event.Level;

/** A connection that is an open WebSocket. One immutable behavior for each {@link Progress}. */
final class ActivePhase extends GuardedBehavior {
  /** So many requests of one peer may be without their answer; then no more is read from it. */
  private static final int MAX_UNANSWERED = 128;

  private final Connection connection;
  private final Session session;
  private final Progress progress;

  ActivePhase(Connection connection, Session session, Progress progress) {
    this.connection = connection;
    this.session = session;
    this.progress = progress;
  }

  @Override
  Behavior<Command> on(Command command) {
    if (command instanceof PeerSpoke spoke) {
      return onPeerSpoke(spoke.received());
    } else if (command instanceof ChannelAnswered answered) {
      return onChannelAnswered(answered);
    } else if (command instanceof SubscriptionChanged changed) {
      return onSubscriptionChanged(changed);
    } else if (command instanceof Greeted greeted) {
      return with(progress.with(greeted.channels()));
    } else if (command instanceof BeatReport report) {
      return onBeatReport(report);
    } else if (command instanceof Streamed streamed) {
      return onStreamed(streamed.event());
    } else if (command instanceof Inspect inspect) {
      inspect.replyTo().tell(connection.view(State.ACTIVE, session, progress));
      return Behaviors.same();
    } else if (command instanceof End end) {
      return close(end.ending());
    } else if (command instanceof Cut cut) {
      return ClosingPhase.stop(connection, session, progress, cut.reason());
    }
    return onTrouble(command);
  }

  /** What ends the connection from inside. */
  private Behavior<Command> onTrouble(Command command) {
    if (command == ConsumerTooSlow.INSTANCE) {
      return closeBroken(CloseReason.SLOW_CONSUMER);
    } else if (command == NothingReceived.INSTANCE) {
      return closeBroken(CloseReason.RECEIVE_TIMEOUT);
    } else if (command == Due.MESSAGE_DEADLINE) {
      return onMessageDeadline();
    } else if (command == Due.TOKEN_EXPIRY) {
      return close(Ending.of(CloseReason.TOKEN_EXPIRED));
    } else if (command == HeartbeatEnded.INSTANCE) {
      return close(Ending.of(CloseReason.HEARTBEAT_FAILED));
    } else if (command == WriterEnded.INSTANCE) {
      return close(Ending.of(CloseReason.WRITER_FAILED));
    } else if (command instanceof Crashed crashed) {
      connection.crashed(session, crashed);
      return close(Ending.of(CloseReason.INTERNAL_ERROR));
    } else if (command instanceof UpgradeAsked asked) {
      asked.refuse();
      return Behaviors.same();
    }
    return ignoreLate(command);
  }

  /** What belongs to the handshake, or to an end that was not reached, and comes too late. */
  private static Behavior<Command> ignoreLate(Command command) {
    boolean late =
        command instanceof AdmissionDecided
            || command instanceof AuthenticationEnded
            || command instanceof Due;
    return late ? Behaviors.same() : Behaviors.unhandled();
  }

  private Behavior<Command> onStreamed(SocketEvent event) {
    if (event instanceof SocketEvent.MessageBegun) {
      startMessageDeadline(session.settings().messageTimeout());
      return Behaviors.same();
    } else if (event instanceof SocketEvent.HttpEnded) {
      connection.socket().finish(ByteString.emptyByteString());
      return Behaviors.same();
    } else if (event instanceof SocketEvent.Ended ended) {
      connection.logTlsFailure(session, ended);
      return ClosingPhase.stop(
          connection,
          session,
          progress,
          switch (ended.how()) {
            case COMPLETED, PEER_ENDED -> CloseReason.PEER_ENDED;
            case PEER_RESET -> CloseReason.PEER_RESET;
            case TLS_FAILED -> CloseReason.TLS_FAILED;
            case FAILED -> CloseReason.STREAM_FAILED;
          });
    }
    return Behaviors.same(); // the gate's events are past
  }

  private Behavior<Command> onPeerSpoke(SocketEvent.Received received) {
    Replies replies = new Replies();
    int messages = 0;
    int requests = 0;
    for (Inbound inbound : received.inbound()) {
      if (inbound instanceof Inbound.Text || inbound instanceof Inbound.Binary) {
        messages++;
        for (ClientCommand command : session.dialect().commands(inbound)) {
          if (command instanceof ClientCommand.Abort abort) {
            replies.tell(session.writer(), false);
            return close(Ending.of(abort.reason()));
          }
          boolean isAsked =
              ClientRequests.carryOut(connection, session, progress.channels(), replies, command);
          requests += isAsked ? 1 : 0;
        }
      } else if (inbound instanceof Inbound.Close close) {
        replies.tell(session.writer(), false);
        return closedByPeer(close);
      } else if (inbound instanceof Inbound.Violation violation) {
        ConnectionLog.write(
            Level.DEBUG,
            connection,
            session,
            log -> log.debug("violation [{}]", violation.detail()));
        replies.tell(session.writer(), false);
        return closeLingering(Ending.of(violation.reason()));
      } else if (inbound instanceof Inbound.Ping ping) {
        replies.addPong(FrameEncoder.pong(ping.payload()));
      }
      answerHeartbeat(inbound);
    }
    if (messages > 0) {
      connection.node().events().add(Metric.MESSAGES_RECEIVED, messages);
    }
    keepMessageDeadline(messages > 0, received.midMessage());
    boolean readsOn = progress.unanswered() + requests < MAX_UNANSWERED;
    replies.tell(session.writer(), readsOn);
    if (readsOn && replies.isEmpty()) {
      session.socket().readMore();
    }
    return messages == 0 && readsOn
        ? Behaviors.same()
        : with(progress.read(messages, requests, readsOn));
  }

  private void answerHeartbeat(Inbound inbound) {
    OptionalLong sequence = session.dialect().answeredPing(inbound);
    if (sequence.isPresent()) {
      session.heartbeat().tell(new Heartbeat.Answered(sequence.getAsLong()));
    }
  }

  /**
   * A message that has begun must be complete within its time, whatever arrives in between. Time in
   * which its sender had to wait for us does not count.
   */
  private void keepMessageDeadline(boolean completed, boolean midMessage) {
    if (!midMessage || completed) {
      connection.timers().cancel(Due.MESSAGE_DEADLINE);
    }
    if (midMessage && !connection.timers().isTimerActive(Due.MESSAGE_DEADLINE)) {
      startMessageDeadline(session.settings().messageTimeout());
    }
  }

  private Behavior<Command> onMessageDeadline() {
    Duration left = session.settings().messageTimeout().minus(session.socket().messageAge());
    if (left.isNegative() || left.isZero()) {
      return close(Ending.of(CloseReason.MESSAGE_TOO_SLOW));
    }
    startMessageDeadline(left);
    return Behaviors.same();
  }

  private void startMessageDeadline(Duration left) {
    connection.timers().startSingleTimer(Due.MESSAGE_DEADLINE, Due.MESSAGE_DEADLINE, left);
  }

  private Behavior<Command> onChannelAnswered(ChannelAnswered answered) {
    ClientRequests.answer(session, answered.requestId(), answered.outcome());
    return oneFewerUnanswered(progress);
  }

  private Behavior<Command> onSubscriptionChanged(SubscriptionChanged changed) {
    Progress next = progress;
    if (changed.outcome() instanceof ChannelOutcome.Joined joined) {
      next = next.joined(joined.channel());
    } else if (changed.outcome() instanceof ChannelOutcome.Left left) {
      next = next.left(left.channel());
    }
    return changed.requestId() == 0 ? with(next) : oneFewerUnanswered(next);
  }

  private Behavior<Command> oneFewerUnanswered(Progress next) {
    if (!next.reading()) {
      session.socket().readMore();
    }
    return with(next.read(0, -1, true));
  }

  private Behavior<Command> onBeatReport(BeatReport report) {
    connection.beat(report);
    return report.missed() >= connection.node().settings().heartbeat().failures()
        ? closeBroken(CloseReason.SILENT_PEER)
        : Behaviors.same();
  }

  private Behavior<Command> closedByPeer(Inbound.Close close) {
    Ending echo = new Ending(CloseReason.PEER_CLOSED, close.code(), close.reason());
    return ClosingPhase.answeringPeer(connection, session, progress, echo);
  }

  /** After what waits, and then the peer's close frame is awaited. */
  private Behavior<Command> close(Ending ending) {
    return ClosingPhase.awaitingPeer(connection, session, progress, ending);
  }

  /** What the peer still sends is discarded; it makes no sense any more. */
  private Behavior<Command> closeLingering(Ending ending) {
    return ClosingPhase.lingering(connection, session, progress, ending);
  }

  /** The peer does not take or say anything: it is told once and not waited for. */
  private Behavior<Command> closeBroken(CloseReason reason) {
    return ClosingPhase.finishing(connection, session, progress, Ending.of(reason));
  }

  private Behavior<Command> with(Progress next) {
    return new ActivePhase(connection, session, next);
  }

  @Override
  public Story story() {
    return connection.story(State.ACTIVE, session, progress);
  }

  @Override
  void released() {
    connection.left(State.ACTIVE);
    session.released(connection.node().ledger());
  }
}
