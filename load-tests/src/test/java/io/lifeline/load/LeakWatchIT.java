package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.load.incident.LeakyNode;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a small leak stays unnoticed, at its real rate. Takes less than two minutes. */
@Tag("scenario")
final class LeakWatchIT {
  private static final int EACH_SECOND = 50;
  private static final int ONE_IN = 1_000;
  private static final int LIMIT_SECONDS = 120;

  @Test
  void oneConnectionInAThousandThatLeaksIsReportedWithinTwoMinutes() throws Exception {
    NodeLaunch leaky =
        NodeLaunch.ofMainClass(System.getProperty("java.class.path"), LeakyNode.class.getName());
    NodeConfig config = NodeConfig.patient().with(LeakyNode.ONE_IN, String.valueOf(ONE_IN));
    SplittableRandom random = new SplittableRandom(1);

    Progress progress = new Progress(System.out, false, InstantSource.system());

    try (Stage stage = new Stage(leaky, Path.of("target", "leak-watch"), 1, 1, progress::line)) {
      NodeProcess node = stage.startNode(config);
      int opened = churnUntilReported(node, stage.own(new PeerLoop(node.peerAddress(), random)));

      JsonNode leak = node.ops().connections().path("leaks").path(0);
      System.out.printf(
          "one connection in %,d leaks, %d a second: reported after %.1f s, %.1f s after the first;"
              + " %s%n",
          ONE_IN, EACH_SECOND, seconds(opened), seconds(opened - ONE_IN), leak);
      assertThat(seconds(opened)).isLessThan((double) LIMIT_SECONDS);
      assertThat(opened).as("before anything had leaked").isGreaterThan(ONE_IN);
      assertThat(leak.path("group").asText()).isEqualTo("sockets");
      assertThat(leak.path("examples").path(0).asText()).startsWith("/user/connections/p-");
    }
  }

  /** How many connections were opened, each for a second, until the node reported a leak. */
  private static int churnUntilReported(NodeProcess node, PeerLoop peers) throws Exception {
    Queue<Peer> open = new ArrayDeque<>();
    long started = System.nanoTime();
    int opened = 0;
    while (seconds(opened) < LIMIT_SECONDS) {
      pace(started, opened);
      open.add(peers.upgrade("/ws?user=leak-" + opened, Manners.POLITE));
      opened++;
      if (open.size() > EACH_SECOND) {
        open.remove().vanish();
      }
      if (opened % EACH_SECOND == 0 && isReported(node)) {
        break;
      }
    }
    open.forEach(Peer::vanish);
    return opened;
  }

  private static boolean isReported(NodeProcess node) throws IOException {
    Map<String, Long> suspects = node.ops().metrics().by("lifeline_leak_suspects", "group");
    return suspects.values().stream().anyMatch(count -> count > 0);
  }

  private static void pace(long startedNanos, int number) throws InterruptedException {
    long dueNanos = startedNanos + number * 1_000_000_000L / EACH_SECOND;
    long early = dueNanos - System.nanoTime();
    if (early > 0) {
      Poll.pause(Duration.ofNanos(early));
    }
  }

  private static double seconds(int connections) {
    return (double) connections / EACH_SECOND;
  }
}
