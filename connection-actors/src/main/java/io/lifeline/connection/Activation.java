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
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
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

  Behavior<Command> begin(SocketHandle socket) {
    Session.acquired(connection.node().ledger(), compression);
    connection.entered(State.ACTIVE);
    connection.node().events().add(Metric.OPENED, 1);
    Session session = startChildren(socket);
    GreetingPhase greeting = GreetingPhase.of(connection, session, denied);
    try {
      register(session);
      startClocks();
    } catch (RuntimeException e) {
      return greeting.on(new Crashed("Activation", e));
    }
    ConnectionLog.write(
        Level.INFO,
        connection,
        session,
        log ->
            log.info(
                "open user [{}] from [{}] dialect [{}] channels [{}]",
                identity.user(),
                connection.peerText(),
                dialect.name(),
                granted.size()));
    return greeting;
  }

  private void register(Session session) {
    Subscriber subscriber =
        new Subscriber(
            connection.id(),
            identity.user(),
            dialect,
            compression.deflation(),
            connection.context().getSelf(),
            session.writer());
    Duration heartbeat = connection.node().settings().heartbeat().interval();
    connection.node().channels().tell(new ChannelRequest.Register(subscriber, granted, heartbeat));
  }

  private Session startChildren(SocketHandle socket) {
    var context = connection.context();
    var node = connection.node();
    ActorRef<Writer.Command> writer = connection.writer();
    writer.tell(new Writer.Open(socket, settings.outbound()));
    context.watchWith(writer, WriterEnded.INSTANCE);
    ActorRef<Heartbeat.Command> heartbeat =
        context.spawn(
            Heartbeat.create(
                new Heartbeat.Collaborators(
                    node.settings().heartbeat(),
                    dialect,
                    writer,
                    context.getSelf(),
                    node.events(),
                    node.ledger(),
                    System::nanoTime,
                    ThreadLocalRandom.current().nextDouble())),
            "heartbeat");
    return new Session(
        identity, traceId, dialect, settings, compression, socket, writer, heartbeat);
  }

  private void startClocks() {
    connection
        .context()
        .setReceiveTimeout(connection.node().settings().receiveTimeout(), NothingReceived.INSTANCE);
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
