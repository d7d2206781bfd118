package io.lifeline.edge.transport.tls;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.edge.transport.Transport;
import io.lifeline.telemetry.EventSink;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets of another transport, with TLS above each. The handshake begins when the owner of a
 * socket materialises its bytes, in the owner's stream, and so ends with it.
 */
public final class TlsTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(TlsTransport.class);

  /** Lies in {@code lifeline-pekko.conf}. */
  private static final String TASKS = "lifeline-tls-tasks";

  private final Transport sockets;
  private final TlsStage.Settings settings;
  private final TlsStage stage;

  TlsTransport(Transport sockets, TlsStage.Settings settings) {
    this.sockets = sockets;
    this.settings = settings;
    this.stage = new TlsStage(settings, null);
  }

  /**
   * What speaks TLS, and who keeps its certificate up to date.
   *
   * @param certificates takes {@link CertificateWatch.Reload}
   */
  public record Secured(Transport transport, ActorRef<CertificateWatch.Command> certificates) {}

  /** Puts TLS above {@code sockets}; the watch over its files is a child of this actor. */
  public static Secured spawn(
      ActorContext<?> context, Transport sockets, TlsSettings.Keys keys, EventSink events) {
    IdentityInUse identity = new IdentityInUse(keys.identity());
    Executor tasks = context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(TASKS));
    ActorRef<CertificateWatch.Command> watch =
        context.spawn(
            CertificateWatch.create(keys, identity, events, Clock.systemUTC()),
            "certificates",
            DispatcherSelector.blocking());
    return new Secured(
        new TlsTransport(sockets, new TlsStage.Settings(identity, tasks, events)), watch);
  }

  @Override
  public Source<AcceptedSocket, CompletionStage<Binding>> bind(
      InetSocketAddress address, int backlog) {
    return sockets.bind(address, backlog).map(this::secured);
  }

  private AcceptedSocket secured(AcceptedSocket socket) {
    TlsStage own = LOG.isDebugEnabled() ? new TlsStage(settings, socket.remoteAddress()) : stage;
    return new AcceptedSocket(
        socket.remoteAddress(), BidiFlow.fromGraph(own).join(socket.takeBytes()));
  }
}
