package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.Handshake;
import io.lifeline.edge.transport.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SignalIT {
  private static final int TEXT_FRAME = 0x81;
  private static final int CLOSE_FRAME = 0x88;

  @TempDir private Path directory = Path.of("");

  @Test
  void firstSignalDrainsAndExitsWithZero() throws Exception {
    try (NodeRun node = NodeRun.start(directory, "")) {
      node.terminate();

      assertThat(node.exitCodeWithin(15)).isZero();
    }
  }

  @Test
  void secondSignalExitsAtOnce() throws Exception {
    String patient =
        "lifeline.connection.close-timeout = 60s\nlifeline.supervision.drain.deadline = 60s";
    try (NodeRun node = NodeRun.start(directory, patient);
        Socket deaf = connect(node.webSocket())) {
      await(deaf, TEXT_FRAME);
      node.terminate();
      await(deaf, CLOSE_FRAME); // which it never answers

      node.terminate();

      assertThat(node.exitCodeWithin(5)).isEqualTo(143);
    }
  }

  @Test
  void hangUpReloadsTheCertificate() throws Exception {
    assumeThat(hangUpIsIgnored()).as("run under nohup, which a node inherits").isFalse();
    TestAuthority authority = TestAuthority.create("authority");
    authority.issue("first").write(directory, "tls");
    String tls =
        "lifeline.edge.tls { enabled = on, certificate = \"%s\", private-key = \"%s\","
            + " reload-every = 1d }";
    try (NodeRun node =
        NodeRun.start(
            directory, tls.formatted(directory.resolve("tls.pem"), directory.resolve("tls.key")))) {
      assertThat(shownBy(node.webSocket(), authority)).isEqualTo("CN=first");
      authority.issue("second").write(directory, "tls");

      node.hangUp();

      Await.holds(() -> assertThat(shownBy(node.webSocket(), authority)).isEqualTo("CN=second"));
      node.terminate();
      assertThat(node.exitCodeWithin(15)).isZero();
    }
  }

  /** A JVM leaves a signal alone that was ignored when it started. */
  private static boolean hangUpIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
  }

  private static String shownBy(URI address, TestAuthority authority) {
    try (SSLSocket socket =
        (SSLSocket)
            authority
                .clientContext()
                .getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connect(URI webSocket) throws IOException {
    Socket socket = new Socket(webSocket.getHost(), webSocket.getPort());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(Handshake.bytes("/ws?user=alice"));
    return socket;
  }

  /** Reads up to the first byte of a frame; a head and texts are ASCII and have no such byte. */
  private static void await(Socket socket, int frame) throws IOException {
    InputStream in = socket.getInputStream();
    int next;
    do {
      next = in.read();
      assertThat(next).as("the connection ended before the frame").isNotNegative();
    } while (next != frame);
  }
}
