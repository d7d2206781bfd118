package io.lifeline.connection;

import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.Dialect;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * An open connection as the hub knows it: where to send, in which dialect and how compressed, and
 * whom to watch.
 */
public record Subscriber(
    ConnectionId id,
    String user,
    Dialect dialect,
    Deflation deflation,
    ActorRef<ConnectionActor.Command> connection,
    ActorRef<Writer.Command> writer) {}
