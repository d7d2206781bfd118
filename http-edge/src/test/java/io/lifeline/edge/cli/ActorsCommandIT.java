package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActorsCommandIT {
  private static final Node NODE = EmbeddedLifeline.start(0);

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void theTreeIsPrinted() {
    CommandRun run = actors("/user", "--depth", "1", "--children", "2", "--page", "1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .hasSize(5)
        .anyMatch(line -> line.equals("  (2 before)"))
        .anyMatch(line -> line.endsWith(" not shown)"));
  }

  @Test
  void groupsAreKeptAndCompared() {
    CommandRun kept = actors("--groups", "--keep", "before");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).contains("/user/connections\n").endsWith("kept as before\n");

    CommandRun difference =
        CommandRun.of("diff", "--url", NODE.addresses().opsUrl(), "--since", "before");
    assertThat(difference.exitCode()).isZero();
    assertThat(difference.out()).startsWith("since before of ");
    assertThat(actors("--groups", "--format", "folded").out()).contains("/;user;connections 1\n");
  }

  @Test
  void whatTheNodeFindsWrongIsOneLineAndWrongUse() {
    assertRefused(
        actors("--depth", "17"), 2, "lifeline: refused with 400: depth: 17 (expected: 0..16)");
    assertRefused(
        CommandRun.of("diff", "--url", NODE.addresses().opsUrl(), "--since", "no such"),
        2,
        "lifeline: refused with 400: since: no such (expected: ");
    assertRefused(
        actors("/user/nobody"), 1, "lifeline: refused with 404: path: no living actor has it");
    assertRefused(
        CommandRun.of("actors", "--url", "http://127.0.0.1:1/"),
        1,
        "lifeline: http://127.0.0.1:1/: ");
  }

  private static CommandRun actors(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "actors";
    all[1] = "--url";
    all[2] = NODE.addresses().opsUrl();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }

  private static void assertRefused(CommandRun run, int exitCode, String begin) {
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith(begin);
  }
}
