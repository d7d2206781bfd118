package io.lifeline.load.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.Poll;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.PublishApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's tour of a cluster, in a real browser: a node dies, is started again, is rejoined.
 */
@Tag("browser")
final class PageResumesIT {
  private static final String CHANNEL = "kept:tour";

  private static final NodeConfig CONFIG =
      NodeConfig.quick()
          .with("lifeline.supervision.channels.namespaces.\"kept:\".replication", "on");

  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  @TempDir private Path files;

  @AfterEach
  void stopAll() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  @Test
  void nodeThatIsBackIsRejoinedAndWhatWasMissedIsShownInOrder() throws Exception {
    NodeProcess first = start("first", CONFIG);
    NodeConfig joining = CONFIG.with("lifeline.cluster.join", "[\"" + first.cluster() + "\"]");
    start("second", joining); // of three the majority is left when one dies
    NodeProcess node = start("third", joining);
    int port = node.peerAddress().getPort();
    DevelopmentPage page = DevelopmentPage.open("http://127.0.0.1:" + port + "/");
    started.push(page);
    String connection = page.connect();
    page.type("#channel", CHANNEL + "\n");
    page.await("the channel", () -> page.texts("#channels li.chosen").contains(CHANNEL + "\u00d7"));
    first.api().publish(CHANNEL, "\"before\"");
    page.await("a message", () -> page.texts("#messages pre").contains("\"before\""));

    node.kill();
    page.await("the end", () -> page.text("#state").equals("waiting to reconnect"));
    page.await("silence", () -> page.text("#node-state").equals("node does not answer"));
    for (int i = 0; i < 3; i++) {
      publishUntilTaken(first.api(), Integer.toString(i));
    }
    start("third again", joining.with(NodeConfig.PORT, Integer.toString(port)));

    page.await("a connection", () -> page.text("#state").equals("connected"));
    page.await("all messages", () -> page.texts("#messages pre").size() == 4);
    assertThat(page.texts("#messages pre")).containsExactly("2", "1", "0", "\"before\"");
    assertThat(page.texts("#messages .gap")).noneMatch(gap -> gap.contains(CHANNEL));
    assertThat(page.text("#connection")).isNotEqualTo(connection);
    page.screenshot(Path.of("target", "screenshots", "resumed.png"));
  }

  /**
   * Again and again as one message, as a back end does that has to be sure: until the dead node is
   * taken out, no copy can be kept on another one, and nothing is taken that could be lost.
   */
  private static void publishUntilTaken(PublishApi api, String json) throws Exception {
    Poll.until(
        TAKEN_WITHIN,
        "publication",
        () -> {
          try {
            api.publish(CHANNEL, json, "key-of-" + json);
            return List.of();
          } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
          }
        });
  }

  private NodeProcess start(String name, NodeConfig config)
      throws IOException, InterruptedException {
    return NodeProcess.start(
        NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()),
        config,
        files.resolve(name),
        started::push);
  }
}
