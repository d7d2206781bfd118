package io.lifeline.connection;

import io.lifeline.connection.Connection.State;
import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.Crashed;
import io.lifeline.connection.ConnectionActor.Due;
import io.lifeline.connection.ConnectionActor.NothingReceived;
import io.lifeline.connection.ConnectionActor.WriterEnded;
import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.websocket.Message;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The moment in which a connection becomes an open WebSocket: its children start, and it registers
 * with the channels, which greet the peer.
 *
 * @param granted the channels that it asked for and may have
 * @param denied an error for each of the others
 */
record Activation(
    Connection connection,
    Identity identity,
    Dialect dialect,
    WebSocketSettings settings,
    Agreement compression,
    String traceId,
    List<ChannelRequest.Wanted> granted,
    List<ChannelOutcome.Rejected> denied) {

  static Activation of(
      Connection connection,
      Identity identity,
      Dialect dialect,
      WebSocketSettings settings,
      Agreement compression,
      RequestHead head) {
    int most = connection.node().settings().maxChannels();
    Dialect.Requested requested = dialect.requestedChannels(head, identity);
    String personal = ChannelAccess.personalChannel(identity.user());
    List<ChannelRequest.Wanted> granted = new ArrayList<>();
    List<ChannelOutcome.Rejected> denied = new ArrayList<>(requested.problems());
    int asked = 0;
    for (ChannelRequest.Wanted wanted : requested.channels()) {
      Optional<ChannelOutcome.Rejected> problem =
          wanted.channel().equals(personal) && wanted.since() != null
              ? Optional.empty()
              : problemOf(connection, identity, wanted.channel());
      if (problem.isPresent()) {
        denied.add(problem.get());
      } else if (asked >= most && !wanted.channel().equals(personal)) {
        denied.add(new ChannelOutcome.Rejected(106, "limit exceeded: channels of a connection"));
        break;
      } else {
        granted.add(wanted);
        asked += wanted.channel().equals(personal) ? 0 : 1;
      }
    }
    return new Activation(
        connection,
        identity,
        dialect,
        settings,
        compression,
        traceId(head),
        List.copyOf(granted),
        denied);
  }

  private static Optional<ChannelOutcome.Rejected> problemOf(
      Connection connection, Identity identity, String channel) {
    if (!ChannelAccess.isValidName(channel)) {
      return Optional.of(new ChannelOutcome.Rejected(107, "bad request: not a channel name"));
    }
    return ChannelAccess.problemOfSubscribing(connection.node().policy(), identity, channel)
        .map(why -> new ChannelOutcome.Rejected(why.code(), why.message() + ": " + channel));
  }

  /**
   * @param upgrade null where HTTP has answered the request
   */
  Behavior<Command> begin(SocketHandle socket, Writer.@Nullable Upgrade upgrade) {
    Session.acquired(connection.node().ledger(), compression);
    connection.entered(State.ACTIVE);
    connection.node().events().add(Metric.OPENED, 1);
    if (upgrade != null) {
      connection.node().events().record(Metric.HANDSHAKE, connection.age().toNanos());
    }
    Session session = startHeartbeat(socket);
    ActivePhase active = new ActivePhase(connection, session, Progress.NONE);
    openWriter(session, upgrade);
    try {
      startClocks();
    } catch (RuntimeException e) {
      return active.on(new Crashed("Activation", e));
    }
    ConnectionLog.write(
        Level.DEBUG,
        connection,
        session,
        log ->
            log.debug(
                "open user [{}] from [{}] dialect [{}] channels [{}]",
                identity.user(),
                connection.peerText(),
                dialect.name(),
                granted.size()));
    return active;
  }

  private ChannelRequest.Register registration(Session session) {
    return new ChannelRequest.Register(
        new Subscriber(
            connection.id(),
            identity.user(),
            dialect,
            compression.deflation(),
            connection.context().getSelf(),
            session.writer()),
        granted);
  }

  private void openWriter(Session session, Writer.@Nullable Upgrade upgrade) {
    session
        .writer()
        .tell(
            new Writer.Open(
                session.socket(),
                settings.outbound(),
                registration(session),
                upgrade,
                greet -> greeting(session, greet)));
  }

  private Session startHeartbeat(SocketHandle socket) {
    var context = connection.context();
    var node = connection.node();
    ActorRef<Writer.Command> writer = connection.writer();
    context.watchWith(writer, WriterEnded.INSTANCE);
    ActorRef<Heartbeat.Command> heartbeat =
        context.spawn(
            Heartbeat.create(
                new Heartbeat.Collaborators(
                    node.heartbeats(),
                    dialect,
                    writer,
                    context.getSelf(),
                    ThreadLocalRandom.current().nextFloat())),
            "heartbeat");
    return new Session(
        identity, traceId, dialect, settings, compression, socket, writer, heartbeat);
  }

  /** What the peer hears first. Called by the writer, on its thread. */
  private Writer.Greeting greeting(Session session, Writer.Greet greet) {
    List<Message> messages = new ArrayList<>(1 + denied.size());
    dialect
        .greeting(
            new Dialect.Greeting(
                connection.id().value(),
                identity.user(),
                greet.channels(),
                greet.joined(),
                connection.node().settings().heartbeat().interval()))
        .ifPresent(messages::add);
    for (ChannelOutcome.Rejected rejected : denied) {
      dialect.answer(0, rejected).ifPresent(messages::add);
    }
    ByteString frames = ByteString.emptyByteString();
    for (Message message : messages) {
      frames = frames.concat(session.frame(message));
    }
    return new Writer.Greeting(frames, messages.size());
  }

  private void startClocks() {
    connection
        .context()
        .asScala()
        .setReceiveTimeout(connection.node().receiveTimeout(), NothingReceived.INSTANCE);
    Instant expiresAt = identity.expiresAt();
    if (expiresAt != null) {
      Duration left = Duration.between(Instant.now(), expiresAt);
      connection
          .timers()
          .startSingleTimer(
              Due.TOKEN_EXPIRY, Due.TOKEN_EXPIRY, left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** The trace that the client has begun (W3C Trace Context, section 3.2), or an empty text. */
  private static String traceId(RequestHead head) {
    return head.header("traceparent")
        .filter(value -> value.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"))
        .map(value -> value.substring(3, 35))
        .orElse("");
  }
}
