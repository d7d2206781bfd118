package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import org.apache.pekko.actor.typed.ActorRef;

/** An open connection as the hub knows it: where to send, in which dialect, and whom to watch. */
public record Subscriber(
    ConnectionId id,
    String user,
    Dialect dialect,
    ActorRef<ConnectionActor.Command> connection,
    ActorRef<Writer.Command> writer) {}
