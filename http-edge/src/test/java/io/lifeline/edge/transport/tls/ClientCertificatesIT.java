package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.edge.Handshake;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that ask their clients for certificates. */
@Timeout(120)
final class ClientCertificatesIT {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
  private static final TestAuthority OTHERS = TestAuthority.create("another authority");

  @TempDir private Path directory = Path.of("");

  @Test
  void requiredClientCertificateMustBeOfATrustedAuthority() throws Exception {
    try (TlsNode node = startWithClients("required")) {
      TestAuthority.Issued ours = AUTHORITY.issue("client");
      TestAuthority.Issued theirs = OTHERS.issue("client");

      assertThat(node.publish(AUTHORITY.clientContext(ours), "hello").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> node.publish(AUTHORITY.clientContext(), "hello"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> node.publish(AUTHORITY.clientContext(theirs), "hello"))
          .isInstanceOf(IOException.class);
      node.awaitClosed("tls_failed", 2);
    }
  }

  @Test
  void optionalClientCertificateMayBeMissingButNotWrong() throws Exception {
    try (TlsNode node = startWithClients("optional")) {
      TestAuthority.Issued ours = AUTHORITY.issue("client");

      assertThat(node.publish(AUTHORITY.clientContext(ours), "hello").statusCode()).isEqualTo(200);
      assertThat(node.publish(AUTHORITY.clientContext(), "hello").statusCode()).isEqualTo(200);
      try (SSLSocket wrong = node.handshake(AUTHORITY.clientContext(selfSigned()))) {
        wrong.getOutputStream().write(Handshake.bytes("/ws?user=bob"));
        assertThatThrownBy(() -> wrong.getInputStream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
      node.awaitClosed("tls_failed", 1);
    }
  }

  private TlsNode startWithClients(String clients) {
    AUTHORITY.issue("first").writeKeyStore(directory.resolve("node.p12"), "open sesame");
    return TlsNode.start(
        """
        key-store = "%s"
        key-store-password = "open sesame"
        client-certificates = %s
        trusted = "%s"
        """
            .formatted(
                directory.resolve("node.p12"),
                clients,
                AUTHORITY.writeCertificate(directory.resolve("authority.pem"))),
        "");
  }

  /** A certificate that nobody has signed but whose issuer has the name of the trusted one. */
  private static TestAuthority.Issued selfSigned() {
    return TestAuthority.create("authority").issue("client");
  }
}
