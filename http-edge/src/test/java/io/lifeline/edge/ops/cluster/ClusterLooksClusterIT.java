package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Node 0 asks; the others say what their names say, and the last one has no desk. */
@Timeout(300)
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterLooksClusterIT {
  private static final Duration WITHIN = Duration.ofSeconds(25);
  private static final String LARGE = "x".repeat(5_000_000);

  private final TestCluster cluster = TestCluster.start(5, LookMessages.MIXED);

  @BeforeAll
  void spawnDesks() {
    spawnDesk(1, "large", HttpResponse.create().withEntity(LARGE));
    spawnDesk(2, "larger", HttpResponse.create().withEntity(LARGE + LARGE));
    spawnDesk(3, "busy", HttpResponse.create().withStatus(503).withEntity("another look"));
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Test
  void everyNodeHasAnAnswerWhateverItSays() throws Exception {
    List<NodeAnswer> answers = ask();

    assertThat(answers).extracting(NodeAnswer::address).isSorted().hasSize(4);
    assertThat(answers)
        .contains(
            NodeAnswer.said("large", address(1), ByteString.fromString(LARGE)),
            NodeAnswer.missing(
                "larger",
                address(2),
                "answer too large: 10,000,000 bytes (expected: at most 8,388,608)"),
            NodeAnswer.missing("busy", address(3), "busy: another look"),
            NodeAnswer.missing("", address(4), "no answer within 25 s")); // has no desk
  }

  private List<NodeAnswer> ask() throws Exception {
    return new ClusterLooks(cluster.node(0).kit().system(), WITHIN)
        .askOthers("groups", Map.of("format", "json"))
        .toCompletableFuture()
        .get(120, TimeUnit.SECONDS);
  }

  private void spawnDesk(int index, String name, HttpResponse response) {
    cluster
        .node(index)
        .kit()
        .spawn(
            Behaviors.setup(
                context -> {
                  context.spawn(
                      LookDesk.create(
                          name, (look, query) -> CompletableFuture.completedFuture(response)),
                      LookDesk.NAME);
                  return Behaviors.empty();
                }),
            "ops");
  }

  private String address(int index) {
    return "lifeline@" + cluster.node(index).address();
  }
}
