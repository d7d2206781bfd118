package io.lifeline.edge.transport;

import io.lifeline.connection.AcceptedSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.util.ByteString;

/** A transport bound to a free loopback port, whose sockets a test takes one by one. */
public final class BoundTransport {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BACKLOG = 16;

  private final Transport.Binding binding;
  private final SinkQueueWithCancel<AcceptedSocket> accepted;

  private BoundTransport(Transport.Binding binding, SinkQueueWithCancel<AcceptedSocket> accepted) {
    this.binding = binding;
    this.accepted = accepted;
  }

  public static BoundTransport of(Transport transport, ActorSystem<?> system) {
    Pair<CompletionStage<Transport.Binding>, SinkQueueWithCancel<AcceptedSocket>> running =
        transport
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG)
            .toMat(Sink.queue(1), Keep.both())
            .run(system);
    return new BoundTransport(await(running.first()), running.second());
  }

  public Transport.Binding binding() {
    return binding;
  }

  /** A client of the plain blocking kind. */
  public Socket connect() throws IOException {
    Socket client = new Socket(binding.address().getAddress(), binding.address().getPort());
    client.setSoTimeout((int) PATIENCE.toMillis());
    return client;
  }

  /** The next accepted socket. */
  public AcceptedSocket accept() {
    return await(accepted.pull()).orElseThrow(() -> new AssertionError("accepting has ended"));
  }

  /** The bytes of the next accepted socket. */
  @SuppressWarnings("unchecked") // nobody looks at what it materialises
  public Flow<ByteString, ByteString, Object> acceptFlow() {
    return (Flow<ByteString, ByteString, Object>) accept().takeBytes();
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
