package io.lifeline.edge.transport.tls;

import io.lifeline.telemetry.Metric;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running {@link TlsStage}: it lets the {@link TlsEngine} do what it can, and its two directions
 * carry bytes between the engine and the ports. Used only on the stream's own thread, but for the
 * tasks of the handshake.
 */
final class TlsLogic extends GraphStageLogic {
  private static final Logger LOG = LoggerFactory.getLogger(TlsStage.class);

  final TlsStage ports;
  final TlsEngine tls;
  final TlsTasks tasks;
  final TlsRefusal refusal;
  final TlsToSocket toSocket;
  final TlsToOwner toOwner;
  private final TlsStage.Settings settings;
  private final @Nullable InetSocketAddress peer;
  private final long startedAt = System.nanoTime();
  private boolean opened;

  TlsLogic(TlsStage ports, TlsStage.Settings settings, @Nullable InetSocketAddress peer) {
    super(ports.shape());
    this.ports = ports;
    this.settings = settings;
    this.peer = peer;
    this.tls = new TlsEngine(settings.identity().get().engine());
    this.tasks = new TlsTasks(this, settings.tasks());
    this.refusal = new TlsRefusal(this);
    this.toSocket = new TlsToSocket(this);
    this.toOwner = new TlsToOwner(this);
    setHandlers(ports.plainIn, ports.cipherOut, toSocket);
    setHandlers(ports.cipherIn, ports.plainOut, toOwner);
  }

  @Override
  public void preStart() {
    pull(ports.cipherIn);
    pull(ports.plainIn); // so that an owner which ends before the handshake does is not waited for
  }

  /** Lets the engine do what it can, and carries what came of it. */
  void advance() {
    TlsEngine.Need need = tls.advance();
    noteOpened();
    toOwner.deliver();
    if (need == TlsEngine.Need.NOTHING) {
      refusal.begin();
      return;
    }
    if (need == TlsEngine.Need.TASK) {
      tasks.run(tls.task());
    }
    toSocket.send();
    toOwner.readOn();
  }

  /** Whether the handshake was ever over. */
  boolean wasOpened() {
    return opened;
  }

  /** Whether what either side sends means nothing any more. */
  boolean discards() {
    return refusal.why() != null || (toSocket.isOwnerDone() && !opened);
  }

  /** Ends everything; the owner hears why on both of its sides. */
  void cutOff(Throwable why) {
    if (!isClosed(ports.plainOut)) {
      fail(ports.plainOut, why);
    }
    failStage(why);
  }

  private void noteOpened() {
    if (!opened && tls.isOpen()) {
      opened = true;
      settings.events().record(Metric.TLS_HANDSHAKE, System.nanoTime() - startedAt);
      if (LOG.isDebugEnabled()) {
        SSLSession session = tls.session();
        LOG.debug(
            "TLS with [{}]: [{}] [{}] client [{}]",
            peer,
            session.getProtocol(),
            session.getCipherSuite(),
            clientOf(session));
      }
    }
  }

  private static String clientOf(SSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return ""; // it showed no certificate
    }
  }
}
