package io.lifeline.load.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ops page of a real node in a real browser. */
@Tag("browser")
final class OpsPageInBrowserIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String TOKEN = "a-token-of-the-ops-page";
  private static final String HEARTBEATS = "/user/connections/*/*/heartbeat";

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  @TempDir Path files;

  @AfterEach
  void stop() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  @Test
  void wrongTokenIsRefusedAndARightOneIsKeptByTheTabAlone() throws Exception {
    OpsPage page = open(nodeWithToken());

    page.enterToken("a-wrong-token-of-the-ops");
    page.await("a refusal", () -> page.text("#refusal").equals("The node refused this token."));
    assertThat(page.shows("#content")).isFalse();
    assertThat(page.stored()).isEqualTo("[{},{}]");

    page.enterToken(TOKEN);
    page.awaitLooks(1);
    assertThat(page.shows("#content")).isTrue();
    assertThat(page.text("#state")).isEqualTo("serving");
    assertThat(page.stored()).isEqualTo("[{\"lifeline-ops-token\":\"" + TOKEN + "\"},{}]");
  }

  @Test
  void reportOpensWithTheTokenOfTheTab() throws Exception {
    OpsPage page = open(nodeWithToken());
    page.enterToken(TOKEN);
    page.awaitLooks(1);
    assertThat(page.text("#verdict")).isEqualTo("not inspected yet");

    page.click("#inspect");
    page.await("a report", () -> !page.text("#verdict").equals("not inspected yet"));

    assertThat(page.openFirstReport()).contains("descriptors", "collections");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void actorsThatCameAreGrowthInThePicture() throws Exception {
    NodeProcess node = node(NodeConfig.quick());
    OpsPage page = open(node);
    page.look("light", 1280, 1000);
    page.awaitLooks(1);
    assertThat(page.row("/user/connections")).isNotEmpty();
    assertThat(page.pointsOfColour("fill-same")).isPositive();
    page.click("#mark");

    connect(node, 30);

    page.await("growth", () -> grownBy("9\\d", page.row("/user/connections")));
    page.await("colour", () -> page.pointsOfColour("fill-grown") > 1_000);
    page.await("round trips", () -> !page.text("#trip-count").equals("0"));
    page.await("the slowest", () -> page.text("#slowest tbody").contains(" ms"));
    screenshots(page, "ops");
    page.click("[aria-label='Zoom to /user/connections']");
    page.await("all below", () -> grownBy("9\\d", page.row("/user/connections/*")));
    page.click("[aria-label='Unfold /user/connections/*']");
    page.click("[aria-label='Unfold /user/connections/*/*']");
    assertThat(grownBy("30", page.row(HEARTBEATS))).isTrue();
    page.pressPicture();
    page.await("nearer", () -> !page.text("#crumbs").endsWith("connections"));
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void leakedConnectionIsMarkedAsTrouble() throws Exception {
    NodeLaunch leaky =
        NodeLaunch.ofMainClass(
            System.getProperty("java.class.path"), "io.lifeline.load.incident.LeakyNode");
    NodeProcess node = NodeProcess.start(leaky, NodeConfig.quick(), files, started::push);
    OpsPage page = open(node);
    page.awaitLooks(1);
    assertThat(page.pointsOfColour("frame-trouble")).isZero();

    List<Peer> peers = connect(node, 60);
    peers.forEach(Peer::reset);

    page.await("suspects", () -> page.text("#tile-leaks dd").startsWith("⚠ "));
    page.await(
        "the mark", () -> String.valueOf(page.row("/user/connections")).contains("leak suspect"));
    assertThat(page.pointsOfColour("frame-trouble")).isGreaterThan(1_000);
    page.click("[aria-label='Unfold /user/connections/*']");
    page.await(
        "its name",
        () ->
            String.valueOf(page.row("/user/connections/*/*"))
                .contains("left over of sockets: /user/connections/p-"));
    screenshots(page, "ops-leak");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void whatGrowsWithoutConnectionsIsToldByHowMuchAndWhere() throws Exception {
    OpsPage page = open(node(NodeConfig.quick()));
    page.awaitLooks(1);

    page.pretend(
        """
        [{"group": "actors", "suspects": 120, "held": 1900, "per_connection": 5.0,
          "within_ms": 690000, "examples": ["/user/gateway"]},
         {"group": "heap", "suspects": 90, "held": 300, "per_connection": 0.007,
          "within_ms": 6900000, "examples": []}]""");

    page.await(
        "the growth",
        () ->
            page.text("#actors-note")
                .equals(
                    "⚠ 120 actors more within 11 min than connections explain."
                        + " ⚠ 90 MiB of heap more within 1 h 55 min than connections explain."));
    assertThat(page.row("/user/gateway"))
        .anyMatch(cell -> cell.equals("⚠ grows without connections: /user/gateway"));
    assertThat(String.valueOf(page.row("/user/connections"))).doesNotContain("leak suspect");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void nodeThatIsGoneIsToldAndTheFiguresStay() throws Exception {
    NodeProcess node = node(NodeConfig.quick());
    OpsPage page = open(node);
    page.awaitLooks(1);

    node.kill();

    page.await("the end", () -> page.text("#state").equals("node cannot be reached, trying again"));
    assertThat(page.row("/user/connections")).isNotEmpty();
  }

  /** Each connection has two actors below it. */
  private static boolean grownBy(String digits, List<String> cells) {
    return cells.stream().anyMatch(cell -> cell.matches("▲ \\+" + digits));
  }

  private static void screenshots(OpsPage page, String name) throws IOException {
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(1280, 700)) {
        page.look(scheme, width, 1500);
        page.screenshot(SCREENSHOTS.resolve(name + "-" + scheme + "-" + width + ".png"));
        assertThat(page.fitsItsWidth()).as("%s, %s px", scheme, width).isTrue();
      }
    }
    page.look("light", 1280, 1000);
  }

  private List<Peer> connect(NodeProcess node, int many) throws IOException {
    PeerLoop loop = new PeerLoop(node.peerAddress(), new SplittableRandom(1));
    started.push(loop);
    List<Peer> peers =
        IntStream.range(0, many)
            .mapToObj(i -> loop.upgrade("/ws?user=user-" + i, Manners.POLITE))
            .toList();
    peers.forEach(peer -> peer.greeted().join());
    return peers;
  }

  private NodeProcess nodeWithToken() throws IOException, InterruptedException {
    return node(NodeConfig.quick().with("lifeline.edge.ops.tokens", "[\"" + TOKEN + "\"]"));
  }

  private NodeProcess node(NodeConfig config) throws IOException, InterruptedException {
    return NodeProcess.start(
        NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()), config, files, started::push);
  }

  private OpsPage open(NodeProcess node) {
    OpsPage page = OpsPage.open("http://" + node.ops().address() + "/");
    started.push(page);
    return page;
  }
}
