package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.cli.TopLook.Counters;
import io.lifeline.edge.cli.TopLook.Group;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopViewTest {
  private static final Group PARTITIONS =
      new Group("/user/connections/*", "partition", 4, 0, 0, 1_000);
  private static final Group WRITERS =
      new Group("/user/connections/*/*/writer", "writer", 1_000, 30, 20, 0);

  private static final TopNode SILENT =
      new TopNode("", "lifeline@z:1", "", 0, 0, 0, 0, 0, 0, "unreachable");

  private final TopView view = new TopView("http://node/");

  @Test
  void theNodeAndItsGroupsAreShown() {
    view.saw(look(0, new Counters(100, 50, 1_000), PARTITIONS, WRITERS));

    assertThat(view.lines(TopOrder.ACTORS, 10))
        .containsExactly(
            "node x1  serving  of 3  http://node/",
            "websockets 1,000 of 1,001 sockets  opened -/s  ended -/s  delivered -/s",
            "heap 100 of 512 MiB  descriptors 1,100 of 65,536  leak suspects 0",
            "actors 1,004  waiting in mailboxes 30",
            "   *actors    growth   mailbox   largest   children  role              pattern",
            "      1000                  30        20          0  writer           "
                + " /user/connections/*/*/writer",
            "         4                   0         0       1000  partition        "
                + " /user/connections/*");
  }

  @Test
  void ratesAreThoseOfTheLastTenSecondsAndGrowthIsSinceTheLookBefore() {
    for (int second = 0; second <= 30; second++) {
      double sofar = second < 20 ? 0 : 10.0 * (second - 20);
      Group writers = new Group("/w", "writer", 100L + second, 0, 0, 0);
      view.saw(look(second, new Counters(sofar, sofar / 10, 100 * sofar), writers));
    }

    List<String> lines = view.lines(TopOrder.ACTORS, 10);

    assertThat(lines.get(1)).endsWith("opened 10.0/s  ended 1.0/s  delivered 1,000.0/s");
    assertThat(lines.get(5)).startsWith("       130        +1 ");
  }

  @Test
  void aNodeThatBeganAnewHasNoNegativeRates() {
    view.saw(look("x0", 0, new Counters(1_000, 0, 0), WRITERS));
    view.saw(look(1, new Counters(1, 0, 0), WRITERS));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(1)).contains("opened -/s");

    view.saw(look(2, new Counters(3, 0, 0), WRITERS));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(1)).contains("opened 2.0/s");
  }

  @Test
  void theOrderIsThatOfTheChosenFigureAndMarked() {
    view.saw(look(0, new Counters(0, 0, 0), PARTITIONS, WRITERS));

    assertThat(view.lines(TopOrder.CHILDREN, 1))
        .anyMatch(line -> line.contains("*children"))
        .anyMatch(line -> line.endsWith("/user/connections/*"))
        .noneMatch(line -> line.endsWith("/writer"))
        .endsWith("  (1 more not shown)");
    assertThat(view.lines(TopOrder.MAILBOX, 1)).anyMatch(line -> line.endsWith("/writer"));
    assertThat(TopOrder.ofKey('m')).contains(TopOrder.MAILBOX);
    assertThat(TopOrder.ofKey('x')).isEmpty();
  }

  @Test
  void aNodeThatIsGoneIsSaidAboveWhatWasSeen() {
    view.saw(look(0, new Counters(0, 0, 0), WRITERS));
    view.missed("refused\u001b[2J");

    assertThat(view.lines(TopOrder.ACTORS, 10))
        .startsWith(
            "http://node/: no answer, trying again: refused?[2J",
            "node x1  serving  of 3  (as it was)");

    view.saw(look(1, new Counters(0, 0, 0), WRITERS));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(0)).startsWith("node x1");
  }

  @Test
  void aClusterIsItsSumsAndALineForEachNode() {
    view.saw(
        new TopLook(
            0,
            new TopLook.Node("x1", "", 3, 31, 30, 2, 300L << 20, 1_024L << 20, 90, 200),
            List.of(node("x1", 10), node("y2", 1_020), SILENT),
            new Counters(1, 2, 3),
            List.of(WRITERS)));

    assertThat(view.lines(TopOrder.ACTORS, 10))
        .startsWith(
            "cluster of 3, asked at x1  http://node/",
            "websockets 30 of 31 sockets  opened -/s  ended -/s  delivered -/s",
            "heap 300 of 1,024 MiB  descriptors 90 of 200  leak suspects 2",
            "actors 1,000  waiting in mailboxes 30",
            "  node     phase     websockets      heap in MiB descriptors    actors suspects",
            "  x1       serving           10       100 of 512          45       600        1",
            "  y2       serving        1,020       100 of 512          45       600        1",
            "  lifeline@z:1: unreachable");
    assertThat(view.nodeLines()).isEqualTo(4);
  }

  @Test
  void aNodeThatFallsSilentMakesNoNegativeRates() {
    view.saw(cluster(0, 1_000, node("x1", 10), node("y2", 10)));
    view.saw(cluster(1, 1_010, node("x1", 10), node("y2", 10)));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(1)).contains("opened 10.0/s");

    view.saw(cluster(2, 500, node("x1", 10), SILENT));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(1)).contains("opened -/s");

    view.saw(cluster(3, 503, node("x1", 10), SILENT));
    assertThat(view.lines(TopOrder.ACTORS, 10).get(1)).contains("opened 3.0/s");
  }

  private static TopLook cluster(int second, double opened, TopNode... nodes) {
    return new TopLook(
        Duration.ofSeconds(second).toNanos(),
        new TopLook.Node("x1", "", nodes.length, 20, 20, 0, 0, 0, 0, 0),
        List.of(nodes),
        new Counters(opened, 0, 0),
        List.of(WRITERS));
  }

  private static TopNode node(String name, long webSockets) {
    return new TopNode(name, "at", "serving", webSockets, 100L << 20, 512L << 20, 45, 600, 1, "");
  }

  private static TopLook look(int second, Counters counters, Group... groups) {
    return look("x1", second, counters, groups);
  }

  private static TopLook look(String node, int second, Counters counters, Group... groups) {
    return new TopLook(
        Duration.ofSeconds(second).toNanos(),
        new TopLook.Node(
            node, "serving", 3, 1_001, 1_000, 0, 100L << 20, 512L << 20, 1_100, 65_536),
        List.of(),
        counters,
        List.of(groups));
  }
}
