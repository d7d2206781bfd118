package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InspectCommandIT {
  private static final Node NODE = EmbeddedLifeline.start(0);

  @TempDir private Path directory = Path.of("");

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void theVerdictIsPrintedAndThePageIsFetchedById() throws IOException {
    CommandRun run = inspect("--reason", "a look");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("(OK|NOTE|WARNING|CRITICAL): .+");
    Matcher id = Pattern.compile("inspection ([0-9-]+),").matcher(run.out());
    assertThat(id.find()).isTrue();

    Path page = directory.resolve("report.html");
    assertThat(inspect(id.group(1), "--output", page.toString()).exitCode()).isZero();
    assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("a look");
    assertThat(inspect(id.group(1)).out()).contains("\"id\":\"" + id.group(1) + "\"");
    assertThat(inspect("--list").out()).contains(id.group(1));
  }

  @Test
  void whatDoesNotFitTogetherIsWrongUse() {
    assertThat(inspect("--output", "x.html").exitCode()).isEqualTo(2);
    assertThat(inspect("1", "--list").exitCode()).isEqualTo(2);
    assertThat(inspect("1", "--reason", "x").exitCode()).isEqualTo(2);
    assertThat(inspect("../metrics").exitCode()).isEqualTo(2);
    assertThat(inspect("--format", "xml").err()).startsWith("lifeline: refused with 400: format");
    assertThat(inspect("1-1").exitCode()).isEqualTo(1);
  }

  private static CommandRun inspect(String... arguments) {
    List<String> all = new ArrayList<>(List.of("inspect", "--url", NODE.addresses().opsUrl()));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
