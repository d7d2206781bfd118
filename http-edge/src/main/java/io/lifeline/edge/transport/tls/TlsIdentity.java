package io.lifeline.edge.transport.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Who the node is in TLS, and whom it trusts: makes the engine of each connection.
 *
 * <p>TLS 1.3 and 1.2 only (RFC 8446, RFC 5246). Of the JDK's cipher suites those with forward
 * secrecy and authenticated encryption (RFC 9325 section 4.2), in the order of the server. Sessions
 * can be resumed as long as this identity is in use: a new one has a new context, so that nobody
 * resumes what an old trust has let in. Thread-safe.
 */
public final class TlsIdentity {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Sessions of clients that know no tickets; the JDK forgets the oldest beyond. */
  private static final int MAX_CACHED_SESSIONS = 4096;

  private final SSLContext context;
  private final SSLParameters parameters;
  private final X509Certificate certificate;

  private TlsIdentity(SSLContext context, SSLParameters parameters, X509Certificate certificate) {
    this.context = context;
    this.parameters = parameters;
    this.certificate = certificate;
  }

  /**
   * @param certificate the one that {@code key} shows
   * @param trusted whose certificates clients may show; empty if they are not asked
   */
  static TlsIdentity of(
      X509ExtendedKeyManager key,
      X509Certificate certificate,
      ClientCertificates clients,
      Optional<X509ExtendedTrustManager> trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, trusted.stream().toArray(TrustManager[]::new), null);
      context.getServerSessionContext().setSessionCacheSize(MAX_CACHED_SESSIONS);
      return new TlsIdentity(context, parameters(context, clients), certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static SSLParameters parameters(SSLContext context, ClientCertificates clients) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(
        Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
            .filter(TlsIdentity::isStrong)
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    switch (clients) {
      case NONE -> parameters.setWantClientAuth(false);
      case OPTIONAL -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    return parameters;
  }

  private static boolean isStrong(String suite) {
    boolean isOf13 = !suite.contains("_WITH_");
    boolean authenticated = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return isOf13 || (suite.startsWith("TLS_ECDHE_") && authenticated);
  }

  /** The server's side of a new connection. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The client's side of a new connection, which shows the same certificate. */
  SSLEngine clientEngine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Whom the certificate is for, for example {@code CN=push.example.com}. */
  public String subject() {
    return certificate.getSubjectX500Principal().getName();
  }

  /** Until when the certificate is valid. */
  public Instant expires() {
    return certificate.getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "[%s] until [%s]".formatted(subject(), expires());
  }
}
