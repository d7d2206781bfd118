package io.lifeline.load.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other people's WebSocket clients at the {@code /echo} and {@code /ws} of a real node. Each prints
 * a line for each group of its cases, failures first.
 */
@Tag("clients")
@Timeout(300)
final class ClientsIT {
  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

  private static String address = "";

  @BeforeAll
  static void startNode(@TempDir Path files) throws IOException, InterruptedException {
    run(Path.of("."), Map.of(), "bin/install-clients");
    NodeProcess node =
        NodeProcess.start(
            NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()),
            new NodeConfig(Map.of(), true),
            files.resolve("node"),
            STARTED::push);
    address = "ws://127.0.0.1:" + node.peerAddress().getPort();
  }

  @AfterAll
  static void stopNode() throws Exception {
    while (!STARTED.isEmpty()) {
      STARTED.pop().close();
    }
  }

  @Test
  void wsOfNode() throws IOException, InterruptedException {
    run(Path.of("target/clients/node"), Map.of(), "node", "../../../clients/node/echo.js", address);
  }

  @Test
  void websocketsOfPython() throws IOException, InterruptedException {
    run(
        Path.of("target/clients/python"),
        Map.of("PYTHONPATH", "."),
        "python3",
        "../../../clients/python/echo.py",
        address);
  }

  /** Runs a program to its end, shows what it printed, and expects it to have succeeded. */
  private static void run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    STARTED.push(process::destroyForcibly);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(output);
    assertThat(process.waitFor()).as("%s:\n%s", List.of(command), output).isZero();
  }
}
