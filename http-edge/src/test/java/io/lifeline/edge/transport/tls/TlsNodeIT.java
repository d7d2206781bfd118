package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Handshake;
import io.lifeline.edge.node.RecordingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nodes that speak TLS, against the JDK's clients. */
@Timeout(120)
final class TlsNodeIT {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void webSocketsAndHttpWorkOverTls(String protocol) throws Exception {
    try (TlsNode node = startWithPem("")) {
      assertThat(node.node().addresses().readyLine()).contains(" wss://").contains(" https://");
      RecordingListener alice = new RecordingListener();
      WebSocket socket = node.open(AUTHORITY.clientContext(), protocol, alice);
      assertThat(alice.next()).contains("\"user\":\"alice\"");

      HttpResponse<String> answer = node.publish(AUTHORITY.clientContext(), "hello");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(alice.next()).contains("hello");
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
      assertThat(alice.closed.get(30, TimeUnit.SECONDS)).startsWith("1000 ");
      node.awaitClosed("peer_closed", 1);
      node.awaitNothingHeld();
    }
  }

  @Test
  void whoDoesNotFinishTheHandshakeIsGoneAtItsTimeout() throws Exception {
    try (TlsNode node = startWithPem("lifeline.connection.handshake-timeout = 500ms");
        Socket silent = node.plainSocket();
        Socket slow = node.plainSocket()) {
      slow.getOutputStream().write(new byte[] {22, 3, 1});

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);

      node.awaitClosed("handshake_timeout", 2);
      node.awaitNothingHeld();
    }
  }

  @Test
  void gateIsBehindTls() throws Exception {
    try (TlsNode node = startWithPem("lifeline.connection.handshake-timeout = 1s");
        SSLSocket socket = node.handshake(AUTHORITY.clientContext())) {
      socket.getOutputStream().write("GET /ws HT".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408 ");
      node.awaitClosed("handshake_timeout", 1);
      node.awaitNothingHeld();
    }
  }

  @Test
  void silentPeerIsNoticedByItsHeartbeat() throws Exception {
    String quick =
        "lifeline.connection.heartbeat { interval = 1s, answer-within = 200ms, failures = 2 }";
    try (TlsNode node = startWithPem(quick);
        SSLSocket socket = node.handshake(AUTHORITY.clientContext())) {
      socket.getOutputStream().write(Handshake.bytes("/ws?user=bob"));

      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
      node.awaitClosed("silent_peer", 1);
      node.awaitNothingHeld();
    }
  }

  @Test
  void plainHttpAndGarbageAreTurnedAway() throws Exception {
    try (TlsNode node = startWithPem("");
        Socket http = node.plainSocket();
        Socket garbage = node.plainSocket()) {
      http.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      garbage.getOutputStream().write("garbage".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(http.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("this port speaks TLS\n");
      assertThat(readsNothing(garbage)).isTrue();
      node.awaitClosed("tls_failed", 2);
      node.awaitNothingHeld();
    }
  }

  @Test
  void socketThatIsCutCountsAsReset() throws Exception {
    try (TlsNode node = startWithPem("");
        Socket below = node.plainSocket();
        SSLSocket socket = node.handshake(AUTHORITY.clientContext(), below)) {
      socket.getOutputStream().write(Handshake.bytes("/ws?user=bob"));
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      below.shutdownOutput();

      node.awaitClosed("peer_reset", 1);
      node.awaitNothingHeld();
    }
  }

  private TlsNode startWithPem(String settings) {
    return TlsNode.startWithPem(AUTHORITY.issue("first"), directory, settings);
  }

  /** Whether the socket is at its end, or was reset, without a byte. */
  private static boolean readsNothing(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
