package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkCommandsIT {
  private static final Node NODE = EmbeddedLifeline.start(0);

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void aHealthyNodeHasNoStuckActors() {
    Await.holds( // the first look comes after some seconds
        () -> {
          CommandRun run = CommandRun.of("stuck", "--url", NODE.addresses().opsUrl());
          assertThat(run.exitCode()).isZero();
          assertThat(run.out()).matches("none stuck of [1-9]\\d* actors, .*\\R");
        });
  }

  @Test
  void threadsArePrinted() {
    CommandRun run = CommandRun.of("threads", "--url", NODE.addresses().opsUrl());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("no deadlock", "lifeline-pekko.actor.default-dispatcher", "    at ");
  }

  @Test
  void aWrongFormatIsWrongUse() {
    CommandRun run =
        CommandRun.of("stuck", "--url", NODE.addresses().opsUrl(), "--format", "folded");

    assertThat(run.exitCode()).isEqualTo(LifelineCommand.WRONG);
    assertThat(run.err())
        .startsWith("lifeline: refused with 400: format: folded (expected: one of json, text)");
  }
}
