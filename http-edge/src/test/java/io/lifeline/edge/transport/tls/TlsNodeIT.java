package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RecordingListener;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
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
  private static final TestAuthority OTHERS = TestAuthority.create("another authority");

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void webSocketsAndHttpWorkOverTls(String protocol) throws Exception {
    try (Node node = startWithPem("")) {
      assertThat(node.addresses().readyLine()).contains(" wss://").contains(" https://");
      RecordingListener alice = new RecordingListener();
      WebSocket socket = open(node, AUTHORITY.clientContext(), protocol, alice);
      assertThat(alice.next()).contains("\"user\":\"alice\"");

      HttpResponse<String> answer = publish(node, AUTHORITY.clientContext(), "hello");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(alice.next()).contains("hello");
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
      assertThat(alice.closed.get(30, TimeUnit.SECONDS)).startsWith("1000 ");
      awaitClosed(node, "peer_closed", 1);
      awaitNothingHeld(node);
    }
  }

  @Test
  void whoDoesNotFinishTheHandshakeIsGoneAtItsTimeout() throws Exception {
    try (Node node = startWithPem("lifeline.connection.handshake-timeout = 500ms");
        Socket silent = plainSocket(node);
        Socket slow = plainSocket(node)) {
      slow.getOutputStream().write(new byte[] {22, 3, 1});

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);

      awaitClosed(node, "handshake_timeout", 2);
      awaitNothingHeld(node);
    }
  }

  @Test
  void gateIsBehindTls() throws Exception {
    try (Node node = startWithPem("lifeline.connection.handshake-timeout = 1s");
        SSLSocket socket = handshake(node, AUTHORITY.clientContext())) {
      socket.getOutputStream().write("GET /ws HT".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408 ");
      awaitClosed(node, "handshake_timeout", 1);
      awaitNothingHeld(node);
    }
  }

  @Test
  void silentPeerIsNoticedByItsHeartbeat() throws Exception {
    String quick =
        "lifeline.connection.heartbeat { interval = 1s, answer-within = 200ms, failures = 2 }";
    try (Node node = startWithPem(quick);
        SSLSocket socket = handshake(node, AUTHORITY.clientContext())) {
      socket.getOutputStream().write(upgrade().getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
      awaitClosed(node, "silent_peer", 1);
      awaitNothingHeld(node);
    }
  }

  @Test
  void plainHttpAndGarbageAreTurnedAway() throws Exception {
    try (Node node = startWithPem("");
        Socket http = plainSocket(node);
        Socket garbage = plainSocket(node)) {
      http.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      garbage.getOutputStream().write("garbage".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(http.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("this port speaks TLS\n");
      assertThat(readsNothing(garbage)).isTrue();
      awaitClosed(node, "tls_failed", 2);
      awaitNothingHeld(node);
    }
  }

  @Test
  void socketThatIsCutCountsAsReset() throws Exception {
    try (Node node = startWithPem("");
        Socket below = plainSocket(node);
        SSLSocket socket = handshake(node, AUTHORITY.clientContext(), below)) {
      socket.getOutputStream().write(upgrade().getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      below.shutdownOutput();

      awaitClosed(node, "peer_reset", 1);
      awaitNothingHeld(node);
    }
  }

  @Test
  void requiredClientCertificateMustBeOfATrustedAuthority() throws Exception {
    try (Node node = startWithClients("required")) {
      TestAuthority.Issued ours = AUTHORITY.issue("client");
      TestAuthority.Issued theirs = OTHERS.issue("client");

      assertThat(publish(node, AUTHORITY.clientContext(ours), "hello").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> publish(node, AUTHORITY.clientContext(), "hello"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> publish(node, AUTHORITY.clientContext(theirs), "hello"))
          .isInstanceOf(IOException.class);
      awaitClosed(node, "tls_failed", 2);
    }
  }

  @Test
  void optionalClientCertificateMayBeMissingButNotWrong() throws Exception {
    try (Node node = startWithClients("optional")) {
      TestAuthority.Issued ours = AUTHORITY.issue("client");

      assertThat(publish(node, AUTHORITY.clientContext(ours), "hello").statusCode()).isEqualTo(200);
      assertThat(publish(node, AUTHORITY.clientContext(), "hello").statusCode()).isEqualTo(200);
      try (SSLSocket wrong = handshake(node, AUTHORITY.clientContext(selfSigned()))) {
        wrong.getOutputStream().write(upgrade().getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> wrong.getInputStream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
      awaitClosed(node, "tls_failed", 1);
    }
  }

  @Test
  void newCertificateIsShownWhileOldConnectionsLiveOn() throws Exception {
    try (Node node = startWithPem("lifeline.edge.tls.reload-every = 100ms")) {
      RecordingListener alice = new RecordingListener();
      open(node, AUTHORITY.clientContext(), "TLSv1.3", alice);
      alice.next();
      assertThat(shownBy(node)).isEqualTo("CN=first");

      AUTHORITY.issue("second", "RSA", Duration.ofHours(2)).write(directory, "node");
      Await.holds(() -> assertThat(shownBy(node)).isEqualTo("CN=second"));

      publish(node, AUTHORITY.clientContext(), "still there");
      assertThat(alice.next()).contains("still there");
      Await.holds(
          () ->
              assertThat(sample(node, "lifeline_tls_certificate_changes_total\\{outcome=.loaded.}"))
                  .isPositive());
      Await.holds(
          () ->
              assertThat(sample(node, "lifeline_tls_certificate_expiry_seconds\\S*"))
                  .isBetween(3601.0, 7200.0));
    }
  }

  @Test
  void brokenFilesLeaveTheOldCertificate() throws Exception {
    try (Node node = startWithPem("lifeline.edge.tls.reload-every = 100ms")) {
      OTHERS.issue("second").write(directory, "other");
      Files.copy(
          directory.resolve("other.pem"),
          directory.resolve("node.pem"),
          StandardCopyOption.REPLACE_EXISTING);

      Await.holds(
          () ->
              assertThat(sample(node, "lifeline_tls_certificate_changes_total\\{outcome=.broken.}"))
                  .isEqualTo(1.0));
      assertThat(shownBy(node)).isEqualTo("CN=first");

      Files.copy(
          directory.resolve("other.key"),
          directory.resolve("node.key"),
          StandardCopyOption.REPLACE_EXISTING);
      node.reloadCertificates();
      Await.holds(() -> assertThat(shownBy(node, OTHERS)).isEqualTo("CN=second"));
    }
  }

  private Node startWithPem(String settings) {
    AUTHORITY.issue("first").write(directory, "node");
    return start(
        """
        certificate = "%s"
        private-key = "%s"
        """
            .formatted(directory.resolve("node.pem"), directory.resolve("node.key")),
        settings);
  }

  private Node startWithClients(String clients) {
    AUTHORITY.issue("first").writeKeyStore(directory.resolve("node.p12"), "open sesame");
    return start(
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

  private static Node start(String tls, String settings) {
    String config =
        """
        lifeline.edge {
          development = on
          port = 0
          ops.port = 0
          tls { enabled = on, reload-every = 1d
        %s }
        }
        kamon.metric.tick-interval = 200ms
        %s
        """
            .formatted(tls, settings);
    return Node.start(
        ConfigLayers.layered(ConfigFactory.parseString(config), ConfigFactory.empty()));
  }

  private static WebSocket open(
      Node node, SSLContext context, String protocol, WebSocket.Listener listener)
      throws Exception {
    var parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(parameters)
        .build()
        .newWebSocketBuilder()
        .buildAsync(URI.create(node.addresses().webSocket() + "?user=alice&channel=news"), listener)
        .get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> publish(Node node, SSLContext context, String text)
      throws Exception {
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(node.addresses().http() + "api/publish"))
                .header("X-API-Key", "dev")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"channel\":\"news\",\"data\":\"" + text + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String upgrade() {
    return """
        GET /ws?user=bob HTTP/1.1
        Host: test
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
        .replace("\n", "\r\n");
  }

  private static Socket plainSocket(Node node) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.addresses().main().getPort());
    socket.setSoTimeout(30_000);
    return socket;
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

  private static SSLSocket handshake(Node node, SSLContext context) throws IOException {
    return handshake(node, context, plainSocket(node));
  }

  private static SSLSocket handshake(Node node, SSLContext context, Socket below)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(below, "127.0.0.1", node.addresses().main().getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /** Whose certificate a new connection is shown. */
  private static String shownBy(Node node) {
    return shownBy(node, AUTHORITY);
  }

  private static String shownBy(Node node, TestAuthority trusted) {
    try (SSLSocket socket = handshake(node, trusted.clientContext())) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate that nobody has signed but whose issuer has the name of the trusted one. */
  private static TestAuthority.Issued selfSigned() {
    return TestAuthority.create("authority").issue("client");
  }

  private static void awaitClosed(Node node, String reason, int times) {
    String name = "lifeline_connections_closed_total\\{reason=." + reason + ".}";
    Await.holds(() -> assertThat(sample(node, name)).as(() -> closed(node)).isEqualTo(times));
  }

  private static String closed(Node node) {
    return metrics(node)
        .lines()
        .filter(line -> line.startsWith("lifeline_connections_closed_total"))
        .collect(Collectors.joining("; "));
  }

  private static void awaitNothingHeld(Node node) {
    Await.holds(
        () ->
            assertThat(metrics(node))
                .contains("lifeline_resources{resource=\"sockets\"} 0.0")
                .doesNotContainPattern("lifeline_resources\\{[^}]*} [1-9]")
                .doesNotContainPattern("lifeline_leak_suspects\\S* [1-9]"));
  }

  /** The value of one series; -1 as long as it is not there. */
  private static double sample(Node node, String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern + " (\\S+)").matcher(metrics(node));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
  }

  private static String metrics(Node node) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(node.addresses().opsUrl() + "metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
