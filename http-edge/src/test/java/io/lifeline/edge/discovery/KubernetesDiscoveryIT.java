package io.lifeline.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.cli.NodeRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of the built jar, in processes of their own, that ask Kubernetes for each other. */
@Tag("cluster")
@Timeout(300)
final class KubernetesDiscoveryIT {
  private static final List<String> PODS = List.of("127.0.0.2", "127.0.0.3");

  @TempDir private Path directory = Path.of("");

  @Test
  void podsOfOneLabelAreOneCluster() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (KubernetesApi api = KubernetesApi.of(PODS, directory)) {
      CompletableFuture<NodeRun> other =
          CompletableFuture.supplyAsync(() -> start(PODS.get(1), port, api));
      try (NodeRun first = start(PODS.get(0), port, api);
          NodeRun second = other.join()) {
        assertThat(first.log()).contains("member [lifeline@" + second.cluster() + "] is up");
        assertThat(second.log()).contains("member [lifeline@" + first.cluster() + "] is up");
        assertThat(api.requests())
            .isNotEmpty()
            .allSatisfy(
                request ->
                    assertThat(request)
                        .isEqualTo("/api/v1/namespaces/push/pods?labelSelector=app%3Dlifeline"));
      }
    }
  }

  private NodeRun start(String address, int port, KubernetesApi api) {
    try {
      return NodeRun.inEnvironment(
          api.environment(),
          Files.createDirectory(directory.resolve(address)),
          """
          lifeline.cluster {
            host = "%s"
            discovery { method = kubernetes, service = lifeline, port = %d }
          }
          """
                  .formatted(address, port)
              + api.config());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
