package io.lifeline.edge.transport;

import io.lifeline.connection.AcceptedSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Seam: accepts sockets and makes byte flows of them. Nothing above it knows how.
 *
 * <p>The source accepts as it is asked for elements: without demand, connections wait in the
 * backlog. Its materialised value completes when the address is bound and fails if it cannot be.
 * Cutting an accepted socket, or ending its flow, never touches the others.
 */
public interface Transport {
  /**
   * @param address where to listen; port 0 picks a free one
   * @param backlog connections that may wait to be accepted
   */
  Source<AcceptedSocket, CompletionStage<Binding>> bind(InetSocketAddress address, int backlog);

  /** A bound address. Thread-safe. */
  interface Binding {
    InetSocketAddress address();

    /** Stops accepting; sockets that were accepted live on. */
    CompletionStage<Done> unbind();
  }
}
