package io.lifeline.edge.discovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lifeline.edge.transport.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The part of Kubernetes' API that lists pods (v1), on the loopback: whoever shows its token is
 * told of a running pod at each of its addresses. Ends with {@link #close}.
 */
final class KubernetesApi implements AutoCloseable {
  private static final String TOKEN = "token-of-the-service-account";
  private static final String POD =
      """
      {"metadata":{"name":"pod-%1$s","labels":{"app":"lifeline"}},
       "spec":{"containers":[{"name":"lifeline","ports":[]}]},
       "status":{"phase":"Running","podIP":"%1$s",
        "containerStatuses":[{"name":"lifeline","state":{"running":{}}}]}}
      """;

  private final HttpsServer server;
  private final Path files;
  private final String pods;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private KubernetesApi(HttpsServer server, Path files, List<String> addresses) {
    this.server = server;
    this.files = files;
    this.pods =
        addresses.stream()
            .map(POD::formatted)
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
  }

  /**
   * @param files a directory for what a pod has of its service account
   */
  static KubernetesApi of(List<String> addresses, Path files) throws IOException {
    TestAuthority authority = TestAuthority.create("kubernetes");
    authority.writeCertificate(files.resolve("ca.crt"));
    Files.writeString(files.resolve("token"), TOKEN);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.clientContext(authority.issue("api"))));
    KubernetesApi api = new KubernetesApi(server, files, addresses);
    server.createContext("/", api::answer);
    server.start();
    return api;
  }

  /** What a pod has in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        server.getAddress().getAddress().getHostAddress(),
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(server.getAddress().getPort()));
  }

  /** Where Pekko finds what else it has. */
  String config() {
    return """
        pekko.discovery.kubernetes-api {
          api-ca-path = "%1$s/ca.crt"
          api-token-path = "%1$s/token"
          pod-namespace = "push"
        }
        """
        .formatted(files);
  }

  /** Paths and queries of the requests that showed the token. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (known) {
      requests.add(exchange.getRequestURI().toString());
    }
    byte[] body = (known ? pods : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
