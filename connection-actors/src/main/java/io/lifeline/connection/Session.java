package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.stream.SocketHandle;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * An open WebSocket: who it is, in which trace and dialect it speaks, what it may do, and its
 * children.
 */
record Session(
    Identity identity,
    String traceId,
    Dialect dialect,
    WebSocketSettings settings,
    SocketHandle socket,
    ActorRef<Writer.Command> writer,
    ActorRef<Heartbeat.Command> heartbeat) {}
