package io.lifeline.edge.transport.tls;

import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * TLS between nodes: each shows its certificate, and takes one that an authority in {@code trusted}
 * has signed for that of a node, whatever its name; so that authority must sign for nobody else.
 *
 * <p>New connections look whether the files have changed, at most every {@code reload-every}. Files
 * that cannot be used are logged, and the old certificate stays. Thread-safe; blocks for as long as
 * reading the files takes.
 */
public final class NodeEngines implements SSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(NodeEngines.class);

  private final TlsSettings.Keys keys;
  private final Clock clock;
  private TlsIdentity identity;
  private String fingerprint;
  private Instant nextLook;

  public NodeEngines(TlsSettings.Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
    this.identity = keys.identity();
    this.fingerprint = keys.fingerprint();
    this.nextLook = clock.instant().plus(keys.reloadEvery());
    LOG.info("TLS between nodes, certificate {}", identity);
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    return current().engine();
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    return current().clientEngine(host, port);
  }

  /** Who is trusted, the handshake has found out. */
  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return Option.empty();
  }

  private synchronized TlsIdentity current() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(keys.reloadEvery());
      look(now);
    }
    return identity;
  }

  private void look(Instant now) {
    TlsFiles.Contents contents = keys.files().contents();
    if (contents.fingerprint().equals(fingerprint)) {
      return;
    }
    fingerprint = contents.fingerprint();
    TlsFiles.Reading reading = contents.read(now);
    if (reading instanceof TlsFiles.Usable usable) {
      identity = usable.identity();
      LOG.info("TLS certificate between nodes changed to {}", identity);
    } else {
      ((TlsFiles.Unusable) reading)
          .problems()
          .forEach(
              problem ->
                  LOG.error(
                      "TLS files changed and cannot be used, the certificate stays {}:"
                          + " lifeline.cluster.tls.{}: {} (expected: {})",
                      identity,
                      problem.key(),
                      problem.shown(),
                      problem.expected()));
    }
  }
}
