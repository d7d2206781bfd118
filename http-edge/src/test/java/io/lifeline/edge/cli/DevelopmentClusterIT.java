package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lifeline cluster} as somebody would start it. */
@Timeout(600)
@Tag("cluster")
final class DevelopmentClusterIT {
  private static final Pattern NODE =
      Pattern.compile("(?m)^  node-\\d  ws://\\S+  http://\\S+  ops (http://\\S+)$");

  @TempDir private static Path directory = Path.of("");

  private final Path output;
  private final Process cluster;
  private final List<ProcessHandle> nodes;

  DevelopmentClusterIT() throws IOException {
    output = Files.createTempFile(directory, "cluster", ".log");
    cluster =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "lifeline.jar").toString(),
                "cluster",
                "--port=0",
                "--ops-port=0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Await.holds(Duration.ofMinutes(5), () -> assertThat(said()).contains("The cluster is ready"));
    Await.holds(() -> assertThat(opsAddresses()).hasSize(3)); // the lines behind
    nodes = cluster.toHandle().children().toList();
  }

  @AfterEach
  void end() {
    cluster.destroyForcibly();
    nodes.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void threeNodesAreOneClusterAndSigtermEndsAll() throws Exception {
    assertThat(opsAddresses()).allSatisfy(url -> assertThat(isReady(url)).isTrue());
    assertThat(nodes).hasSize(3);
    assertThat(upSeenBy("node-1")).isEqualTo(3);

    cluster.toHandle().destroy();

    assertThat(cluster.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(cluster.exitValue()).isZero();
    assertThat(nodes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void nodeThatDiesIsSaidAndTheOthersGoOn() {
    nodes.get(2).destroyForcibly();

    Await.holds(
        () -> assertThat(said()).containsPattern("(?m)^node-\\d ended with exit code 137$"));
    Await.holds(
        Duration.ofMinutes(2), () -> assertThat(said()).containsPattern("member .* is taken out"));
    assertThat(opsAddresses().stream().filter(DevelopmentClusterIT::isReady)).hasSize(2);
    assertThat(cluster.isAlive()).isTrue();
  }

  @Test
  void nodesEndWithTheOneThatStartedThem() {
    cluster.destroyForcibly();

    Await.holds(Duration.ofMinutes(2), () -> assertThat(nodes).noneMatch(ProcessHandle::isAlive));
  }

  private List<String> opsAddresses() {
    return NODE.matcher(said()).results().map(match -> match.group(1)).toList();
  }

  private long upSeenBy(String node) {
    return said()
        .lines()
        .filter(line -> line.startsWith(node + " | ") && line.endsWith("is up"))
        .count();
  }

  private String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isReady(String ops) {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(ops).resolve("/health/ready"))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(health, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
