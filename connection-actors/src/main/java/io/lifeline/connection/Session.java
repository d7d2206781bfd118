package io.lifeline.connection;

import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Message;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * An open WebSocket: who it is, in which trace and dialect it speaks, what it may do, what was
 * agreed with its peer, and its children.
 */
record Session(
    Identity identity,
    String traceId,
    Dialect dialect,
    WebSocketSettings settings,
    Agreement compression,
    SocketHandle socket,
    ActorRef<Writer.Command> writer,
    ActorRef<Heartbeat.Command> heartbeat) {

  /** Sends a message to this peer alone. */
  void send(Message message) {
    writer.tell(new Writer.Send(frame(message)));
  }

  /** A message as this peer understands it. */
  ByteString frame(Message message) {
    return FrameEncoder.message(message, compression.deflation());
  }

  /** Counts it as open, before it is. */
  static void acquired(ResourceLedger ledger, Agreement compression) {
    ledger.acquired(Resource.WEBSOCKETS);
    if (compression.isCompressed()) {
      ledger.acquired(Resource.COMPRESSED_WEBSOCKETS);
    }
  }

  /** It has ended. Called once, by its connection. */
  void released(ResourceLedger ledger) {
    ledger.released(Resource.WEBSOCKETS);
    if (compression.isCompressed()) {
      ledger.released(Resource.COMPRESSED_WEBSOCKETS);
    }
    compression.release();
  }
}
