package io.lifeline.load.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser's WebSocket at the {@code /echo} of a real node. */
@Tag("browser")
final class EchoInBrowserIT {
  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

  private static DevelopmentPage page;

  @BeforeAll
  static void open(@TempDir Path files) throws IOException, InterruptedException {
    NodeProcess node =
        NodeProcess.start(
            NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()),
            new NodeConfig(Map.of(), true),
            files.resolve("node"),
            STARTED::push);
    page = DevelopmentPage.open("http://127.0.0.1:" + node.peerAddress().getPort() + "/");
    STARTED.push(page);
  }

  @AfterAll
  static void close() throws Exception {
    while (!STARTED.isEmpty()) {
      STARTED.pop().close();
    }
  }

  @Test
  void messagesOfEverySizeComeBackCompressed() {
    String script =
        """
        for (const size of [0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 1 << 24]) {
          const text = "κ".repeat(size / 2) + "x".repeat(size % 2);
          socket.send(text);
          if (await next() !== text) return "text of " + size;
          const bytes = new Uint8Array(size).map((_, i) => i * 31 >> 3);
          socket.send(bytes);
          const back = new Uint8Array(await next());
          if (back.length !== size || back.some((b, i) => b !== bytes[i])) return "binary of " + size;
        }
        return socket.extensions.split(";")[0];
        """;

    assertThat(page.evaluate(inSocket(script))).isEqualTo("permessage-deflate");
  }

  @Test
  void manyMessagesInARowComeBackInOrder() {
    String script =
        """
        for (let i = 0; i < 5000; i++) socket.send("message " + i);
        for (let i = 0; i < 5000; i++) if (await next() !== "message " + i) return i;
        return "in order";
        """;

    assertThat(page.evaluate(inSocket(script))).isEqualTo("in order");
  }

  @Test
  void codeAndReasonOfACloseComeBack() {
    String script =
        """
        const closed = new Promise(resolve => socket.onclose = resolve);
        socket.close(4321, "because é");
        const event = await closed;
        return [socket.protocol, event.wasClean, event.code, event.reason].join(" ");
        """;

    assertThat(page.evaluate(inSocket(script))).isEqualTo("echo true 4321 because é");
  }

  /** The script with an open {@code socket} and a {@code next()} message. */
  private static String inSocket(String script) {
    return """
        const socket = new WebSocket("ws://" + location.host + "/echo", ["chat", "echo"]);
        socket.binaryType = "arraybuffer";
        const messages = [];
        let arrived = () => {};
        socket.onmessage = event => { messages.push(event.data); arrived(); };
        const next = async () => {
          if (messages.length === 0) await new Promise(resolve => arrived = resolve);
          return messages.shift();
        };
        await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject; });
        """
        + script;
  }
}
