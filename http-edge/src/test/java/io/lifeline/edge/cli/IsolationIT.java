package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.node.RecordingListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in processes of their own, one of which the others cannot reach for a while. */
@Timeout(600)
@Tag("cluster")
final class IsolationIT {
  private static final String QUICK =
      """
      pekko.cluster.split-brain-resolver.stable-after = 2s
      lifeline.cluster.name = isolation
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory = Path.of("");

  @Test
  void nodeThatItsClusterWentOnWithoutSendsItsClientsAwayAndExitsWithThree() throws Exception {
    try (NodeRun first = start("first", "");
        NodeRun second = start("second", first.cluster());
        NodeRun third = start("third", first.cluster())) {
      RecordingListener client = new RecordingListener();
      WebSocket socket = connect(third, client);
      assertThat(client.next()).contains("\"connected\"");

      third.pause();
      Await.holds(PATIENCE, () -> assertThat(first.log()).contains(takenOut(third)));
      Await.holds(PATIENCE, () -> assertThat(second.log()).contains(takenOut(third)));
      third.resume();

      assertThat(client.closed.get(60, TimeUnit.SECONDS))
          .startsWith("1012 node lost its cluster; retry in ");
      socket.abort();
      assertThat(third.exitCodeWithin(60)).isEqualTo(3);
      first.terminate();
      assertThat(first.exitCodeWithin(60)).isZero();
    }
  }

  private static String takenOut(NodeRun node) {
    return "member [lifeline@" + node.cluster() + "] is taken out";
  }

  private NodeRun start(String name, String join) throws IOException {
    Path own = Files.createDirectory(directory.resolve(name));
    String contacts = join.isEmpty() ? "" : "lifeline.cluster.join = [\"" + join + "\"]";
    return NodeRun.start(own, QUICK + contacts);
  }

  private static WebSocket connect(NodeRun node, RecordingListener listener) throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(node.webSocket() + "?user=alice"), listener)
        .get(30, TimeUnit.SECONDS);
  }
}
