package io.lifeline.edge.conformance;

import io.lifeline.connection.conformance.Wire;
import io.lifeline.edge.transport.tls.TestAuthority;
import io.lifeline.edge.transport.tls.TlsNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conformance table over TLS: what is said is the same, and so is each end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class ConformanceTlsIT {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
  private static final SSLContext CLIENT = AUTHORITY.clientContext();

  private final TlsNode node;
  private final TableRun table = new TableRun(this::wire);

  ConformanceTlsIT(@TempDir Path directory) {
    node = TlsNode.startWithPem(AUTHORITY.issue("localhost"), directory, "");
  }

  @AfterAll
  void end() {
    node.close();
  }

  @Test
  void holdsInOnePiece() {
    table.inOnePiece();
  }

  @Test
  void holdsInRandomPieces() {
    table.inRandomPieces();
  }

  private Wire wire() {
    try {
      return new SocketWire(node.handshake(CLIENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
