package io.lifeline.connection.stream;

import io.lifeline.connection.websocket.WebSocketParameters;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/** What a connection's actors order its stage to do. */
sealed interface StageOrder {
  /** Writes bytes; the write slot is free again when the socket has taken them. */
  record Write(ByteString bytes) implements StageOrder {}

  /** Writes the last bytes, then ends the stream once they have gone out. */
  record Finish(ByteString last) implements StageOrder {}

  /** The owner has dealt with what was received. */
  enum ReadMore implements StageOrder {
    INSTANCE
  }

  /** A pause in reading that the stage has asked for is over. */
  enum PauseOver implements StageOrder {
    INSTANCE
  }

  /** The stage has its turn for what it has read and could not decode in the last one. */
  enum NextTurn implements StageOrder {
    INSTANCE
  }

  /**
   * Answers the request head and continues as a WebSocket; holds the write slot as a write does.
   */
  record OpenWebSocket(ByteString response, WebSocketParameters parameters) implements StageOrder {}

  /** Continues as HTTP, beginning with the bytes that the gate has read. */
  record ServeHttp(Flow<ByteString, ByteString, NotUsed> http) implements StageOrder {}
}
