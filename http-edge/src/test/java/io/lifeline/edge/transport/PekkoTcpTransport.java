package io.lifeline.edge.transport;

import io.lifeline.connection.AcceptedSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet.SocketOption;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;

/**
 * Sockets by Pekko Streams TCP, to compare with: Nagle's algorithm off, no half-close (what we have
 * finished is closed behind its last byte), no idle timeout, since whoever owns a socket watches
 * over it.
 */
public final class PekkoTcpTransport implements Transport {
  private static final List<SocketOption> OPTIONS = List.of(TcpSO.tcpNoDelay(true));
  private static final boolean HALF_CLOSE = false;
  private static final Optional<java.time.Duration> NO_IDLE_TIMEOUT = Optional.empty();

  private final ActorSystem<?> system;

  public PekkoTcpTransport(ActorSystem<?> system) {
    this.system = system;
  }

  @Override
  public Source<AcceptedSocket, CompletionStage<Binding>> bind(
      InetSocketAddress address, int backlog) {
    return Tcp.get(system)
        .bind(
            address.getHostString(),
            address.getPort(),
            backlog,
            OPTIONS,
            HALF_CLOSE,
            NO_IDLE_TIMEOUT)
        .map(socket -> new AcceptedSocket(socket.remoteAddress(), socket.flow()))
        .mapMaterializedValue(bound -> bound.thenApply(TcpBinding::new));
  }

  private record TcpBinding(Tcp.ServerBinding bound) implements Binding {
    @Override
    public InetSocketAddress address() {
      return bound.localAddress();
    }

    @Override
    public CompletionStage<Done> unbind() {
      return bound.unbind().thenApply(unit -> Done.getInstance());
    }
  }
}
