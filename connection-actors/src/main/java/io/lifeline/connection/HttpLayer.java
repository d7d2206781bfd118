package io.lifeline.connection;

import io.lifeline.connection.handshake.RequestHead;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/** Seam: serves the connections that do not begin with a WebSocket upgrade. */
public interface HttpLayer {
  /**
   * The HTTP server of one connection. The flow ends when HTTP has ended, also when it was idle for
   * too long.
   *
   * @param upgrade to be asked when a later request on the connection wants to become a WebSocket
   */
  Flow<ByteString, ByteString, NotUsed> serve(InetSocketAddress peer, LateUpgrade upgrade);

  /** Asks the connection to become a WebSocket. Thread-safe; answered within its own limits. */
  interface LateUpgrade {
    CompletionStage<Answer> upgrade(RequestHead head);
  }

  sealed interface Answer {}

  /**
   * The connection is a WebSocket from here on.
   *
   * @param headers of the 101 response, without Connection and Upgrade
   * @param webSocket takes over the socket's bytes; materialised once
   */
  record SwitchProtocols(
      List<RequestHead.Header> headers, Flow<ByteString, ByteString, NotUsed> webSocket)
      implements Answer {}

  record Refusal(int status, List<RequestHead.Header> headers, String text) implements Answer {}
}
