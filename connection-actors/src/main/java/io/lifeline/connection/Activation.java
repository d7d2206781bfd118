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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.slf4j.event.Level;

/**
 * The moment in which a connection becomes an open WebSocket: its children start, the peer is
 * greeted, and only then can anybody send to it.
 *
 * @param granted the channels that it asked for and may have
 * @param denied the others, each with its error
 */
record Activation(
    Connection connection,
    Identity identity,
    Dialect dialect,
    WebSocketSettings settings,
    Agreement compression,
    String traceId,
    List<String> granted,
    List<ChannelOutcome.Rejected> denied) {

  static Activation of(
      Connection connection,
      Identity identity,
      Dialect dialect,
      WebSocketSettings settings,
      Agreement compression,
      RequestHead head) {
    int most = connection.node().settings().maxChannels();
    Set<String> granted = new LinkedHashSet<>();
    List<ChannelOutcome.Rejected> denied = new ArrayList<>();
    for (String channel : dialect.requestedChannels(head, identity)) {
      if (!ChannelAccess.isValidName(channel)) {
        denied.add(new ChannelOutcome.Rejected(107, "bad request: not a channel name"));
      } else if (!ChannelAccess.maySubscribe(identity, channel)) {
        denied.add(new ChannelOutcome.Rejected(103, "permission denied: " + channel));
      } else if (granted.size() >= most && !granted.contains(channel)) {
        denied.add(new ChannelOutcome.Rejected(106, "limit exceeded: channels of a connection"));
        break;
      } else {
        granted.add(channel);
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

  Behavior<Command> begin(SocketHandle socket) {
    Session.acquired(connection.node().ledger(), compression);
    connection.entered(State.ACTIVE);
    connection.node().events().add(Metric.OPENED, 1);
    // Who has read the greeting can be addressed: it does not leave before the registration, and
    // is the first that leaves.
    boolean held = socket.acquireSlot();
    Session session = startChildren(socket);
    ActivePhase active = ActivePhase.of(connection, session, granted);
    try {
      greet(session);
      register(session);
      startClocks();
    } catch (RuntimeException e) {
      return active.on(new Crashed("Activation", e));
    } finally {
      if (held) {
        socket.slotFree();
      }
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
    return active;
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
    connection.node().channels().tell(new ChannelRequest.Register(subscriber, granted));
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

  private void greet(Session session) {
    List<Message> messages = new ArrayList<>();
    dialect
        .greeting(
            new Dialect.Greeting(
                connection.id().value(),
                identity.user(),
                granted,
                connection.node().settings().heartbeat().interval()))
        .ifPresent(messages::add);
    for (ChannelOutcome.Rejected rejected : denied) {
      dialect.answer(0, rejected).ifPresent(messages::add);
    }
    messages.forEach(session::send);
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
