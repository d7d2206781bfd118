package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopCommandIT {
  @Test
  void aNodeIsShownUntilItIsGone() {
    String url;
    try (Node node = EmbeddedLifeline.start(0)) {
      url = node.addresses().opsUrl();

      CommandRun once = top(url, "--once", "--rows", "1000");
      assertThat(once.exitCode()).as(once.err()).isZero();
      assertThat(once.out().lines())
          .anyMatch(line -> line.matches("node \\S+  serving  of 1  " + url))
          .anyMatch(line -> line.matches("websockets 0 of \\d+ sockets  opened -/s .+"))
          .anyMatch(line -> line.matches("heap \\d+ of [\\d,]+ MiB .+ leak suspects 0"))
          .anyMatch(line -> line.matches(" +1 .+ singleton +/user/connections"));

      CommandRun twice = top(url, "--batch", "2", "--rows", "1", "--sort", "pattern");
      assertThat(twice.exitCode()).as(twice.err()).isZero();
      assertThat(twice.out().lines().filter(line -> line.contains("*pattern"))).hasSize(2);
      assertThat(twice.out()).contains("opened 0.0/s");
    }

    CommandRun gone = top(url, "--batch", "2");
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.out()).isBlank();
    assertThat(gone.err().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("lifeline: " + url + ": "));
  }

  @Test
  void whatDoesNotFitIsWrongUse() {
    assertThat(top("http://127.0.0.1:1/", "--batch", "0").err())
        .contains("--batch: 0 (expected: 1");
    assertThat(top("http://127.0.0.1:1/", "--every", "0").err())
        .contains("--every: 0 (expected: 1");
    assertThat(top("http://127.0.0.1:1/", "--rows", "0").err()).contains("--rows: 0 (expected: 1");
    assertThat(top("http://127.0.0.1:1/", "--once", "--batch", "1").exitCode()).isEqualTo(2);
    assertThat(top("http://127.0.0.1:1/", "--once", "--sort", "size").exitCode()).isEqualTo(2);
  }

  @Test
  void withoutATerminalItIsSaidHow() {
    CommandRun run = top("http://127.0.0.1:1/");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("the terminal: ").contains("(expected: one, or --once");
  }

  private static CommandRun top(String url, String... arguments) {
    List<String> all = new ArrayList<>(List.of("top", "--url", url));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
