package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.stream.SocketHandle;
import org.apache.pekko.actor.typed.ActorRef;

/** An open WebSocket: who it is, in which trace and dialect it speaks, and its children. */
record Session(
    Identity identity,
    String traceId,
    Dialect dialect,
    SocketHandle socket,
    ActorRef<Writer.Command> writer,
    ActorRef<Heartbeat.Command> heartbeat) {}
