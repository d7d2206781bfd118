package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final ActorNode CONNECTION =
      new ActorNode(
          "c-7",
          "/user/connections/p-1/c-7",
          ActorRole.CONNECTION,
          "",
          2,
          4,
          Duration.ofMillis(2_500),
          StreamStages.NONE,
          List.of());
  private static final ActorNode PARTITION =
      new ActorNode(
          "p-1",
          "/user/connections/p-1",
          ActorRole.PARTITION,
          "Partition",
          9,
          0,
          null,
          StreamStages.NONE,
          List.of(CONNECTION));
  private static final PatternGroup ROOT = group("/", ActorRole.SYSTEM, 1);
  private static final PatternGroup HEARTBEATS =
      group("/user/connections/*/*/heartbeat", ActorRole.HEARTBEAT, 40);

  @Test
  void aTreeIsALineForEachActorAndSaysWhatItLeavesOut() {
    assertThat(TextRendering.tree(PARTITION, 3))
        .isEqualTo(
            """
            /user/connections/p-1  partition Partition  mailbox 0  children 9
              (3 before)
              c-7  connection  mailbox 4  children 2  age 2.5 s
              (5 not shown)
            """);
  }

  @Test
  void aStreamIsShownWithItsStages() {
    StreamStages stages = new StreamStages(List.of("socket", "connection"), "socket");
    ActorNode writer =
        new ActorNode(
            "writer", "/user/writer", ActorRole.WRITER, "Writer", 0, 0, null, stages, List.of());

    assertThat(TextRendering.tree(writer, 0))
        .isEqualTo(
            "/user/writer  writer Writer  mailbox 0  children 0"
                + "  in socket  stages socket, connection\n");
    assertThat(FoldedStacks.tree(writer)).isEqualTo("/;user;writer;[socket] 1\n");
  }

  @Test
  void foldedStacksHaveNamesAndANumber() {
    assertThat(FoldedStacks.tree(PARTITION))
        .isEqualTo(
            """
            /;user;connections;p-1 1
            /;user;connections;p-1;c-7 1
            /;user;connections;p-1;c-7;(not shown) 2
            /;user;connections;p-1;(not shown) 8
            """);
    assertThat(FoldedStacks.groups(new GroupSnapshot(List.of(ROOT, HEARTBEATS))))
        .isEqualTo(
            """
            / 1
            /;user;connections;*;*;heartbeat 40
            """);
  }

  @Test
  void aSemicolonInANameEndsNoFrame() {
    StreamStages stages = new StreamStages(List.of("c;d"), "c;d");
    ActorNode odd =
        new ActorNode("a;b", "/user/a;b", ActorRole.SINGLETON, "", 0, 0, null, stages, List.of());

    assertThat(FoldedStacks.tree(odd)).isEqualTo("/;user;a:b;[c:d] 1\n");
  }

  @Test
  void groupsAreRowsUnderHeadings() {
    assertThat(TextRendering.groups(new GroupSnapshot(List.of(HEARTBEATS))))
        .isEqualTo(
            """
                actors    mailbox  largest   children  role              pattern
                    40          5        2          0  heartbeat         /user/connections/*/*/heartbeat
            """);
  }

  @Test
  void aDifferenceShowsSignsAndExamplesOfWhatGrew() {
    GroupSnapshot before = new GroupSnapshot(List.of(group("/user/a", ActorRole.SINGLETON, 1)));
    GroupSnapshot now = new GroupSnapshot(List.of(HEARTBEATS));

    assertThat(TextRendering.difference(GroupDifference.between(before, now)))
        .isEqualTo(
            """
                 grown     actors    mailbox   children  pattern
                   +40         40         +5         +0  /user/connections/*/*/heartbeat
            %s/example
                    -1          0         -5         +0  /user/a
            """
                .formatted(" ".repeat(47)));
    assertThat(TextRendering.difference(GroupDifference.between(now, now)))
        .isEqualTo("no group has changed\n");
  }

  private static PatternGroup group(String pattern, ActorRole role, long actors) {
    return new PatternGroup(pattern, role, actors, 5, 2, 0, List.of("/example"));
  }
}
