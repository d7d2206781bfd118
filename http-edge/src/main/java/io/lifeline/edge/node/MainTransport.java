package io.lifeline.edge.node;

import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.edge.transport.Transport;
import io.lifeline.edge.transport.socket.SocketTransport;
import io.lifeline.edge.transport.tls.CertificateWatch;
import io.lifeline.edge.transport.tls.TlsTransport;
import io.lifeline.telemetry.EventSink;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Where the bytes of the main listener come from: sockets, and TLS above them if the settings say
 * so.
 *
 * @param turns see {@link SocketTransport#turns()}
 * @param certificates watches over the TLS files; empty without TLS
 */
record MainTransport(
    Transport transport,
    Executor turns,
    Optional<ActorRef<CertificateWatch.Command>> certificates) {
  /** The watch is a child of this actor. */
  static MainTransport spawn(ActorContext<?> context, EdgeSettings edge, EventSink events) {
    SocketTransport sockets = SocketTransport.start(context.getSystem(), edge.socket(), events);
    return edge.tls()
        .inUse()
        .map(keys -> TlsTransport.spawn(context, sockets, keys, events))
        .map(
            tls ->
                new MainTransport(
                    tls.transport(), sockets.turns(), Optional.of(tls.certificates())))
        .orElseGet(() -> new MainTransport(sockets, sockets.turns(), Optional.empty()));
  }
}
