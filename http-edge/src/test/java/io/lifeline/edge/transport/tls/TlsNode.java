package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A development node that speaks TLS, what its clients do, and what it says of itself. */
public final class TlsNode implements AutoCloseable {
  private final Node node;

  private TlsNode(Node node) {
    this.node = node;
  }

  /**
   * A node that shows a certificate, which lies in the directory with its key as {@code node.pem}
   * and {@code node.key}.
   *
   * @param settings above the defaults
   */
  public static TlsNode startWithPem(TestAuthority.Issued shown, Path directory, String settings) {
    shown.write(directory, "node");
    return start(
        """
        certificate = "%s"
        private-key = "%s"
        """
            .formatted(directory.resolve("node.pem"), directory.resolve("node.key")),
        settings);
  }

  /**
   * @param tls the settings of {@code lifeline.edge.tls} beside {@code enabled}
   * @param settings above the defaults
   */
  static TlsNode start(String tls, String settings) {
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
    return new TlsNode(
        Node.start(ConfigLayers.layered(ConfigFactory.parseString(config), ConfigFactory.empty())));
  }

  Node node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
  }

  // --- clients

  WebSocket open(SSLContext context, String protocol, WebSocket.Listener listener)
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

  HttpResponse<String> publish(SSLContext context, String text) throws Exception {
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

  /** A client that does not speak TLS yet. */
  Socket plainSocket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.addresses().main().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** A client whose TLS handshake is done. */
  public SSLSocket handshake(SSLContext context) throws IOException {
    return handshake(context, plainSocket());
  }

  SSLSocket handshake(SSLContext context, Socket below) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(below, "127.0.0.1", node.addresses().main().getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /** Whose certificate a new connection is shown. */
  String shownBy(TestAuthority trusted) {
    try (SSLSocket socket = handshake(trusted.clientContext())) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // --- what it says of itself

  /** So many connections have ended for this reason. */
  void awaitClosed(String reason, int times) {
    String name = "lifeline_connections_closed_total\\{reason=." + reason + ".}";
    Await.holds(() -> assertThat(sample(name)).as(() -> closed()).isEqualTo(times));
  }

  private String closed() {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("lifeline_connections_closed_total"))
        .collect(Collectors.joining("; "));
  }

  /** No socket is open, and nothing of one is left. */
  void awaitNothingHeld() {
    Await.holds(
        () ->
            assertThat(metrics())
                .contains("lifeline_resources{resource=\"sockets\"} 0.0")
                .doesNotContainPattern("lifeline_resources\\{[^}]*} [1-9]")
                .doesNotContainPattern("lifeline_leak_suspects\\S* [1-9]"));
  }

  /** The value of one series; -1 as long as it is not there. */
  double sample(String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern + " (\\S+)").matcher(metrics());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
  }

  private String metrics() {
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
