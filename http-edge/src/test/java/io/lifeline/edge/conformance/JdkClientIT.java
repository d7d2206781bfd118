package io.lifeline.edge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's WebSocket client at the {@code /echo} of a development node. */
@Timeout(60)
final class JdkClientIT {
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final String ECHO = NODE.addresses().webSocket().replaceAll("/ws$", "/echo");
  private static final int PIECE = 16 << 10;

  private final JdkClient client = new JdkClient();

  @AfterAll
  static void end() {
    NODE.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20, 1 << 24})
  void messagesOfEverySizeComeBack(int size) throws InterruptedException {
    WebSocket socket = client.connect(ECHO);
    String text = "x".repeat(size);
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);

    socket.sendText(text, true).join();
    assertThat(client.next()).isEqualTo(text);
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    assertThat(client.next()).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void fragmentsComeBackAsOneMessage() throws InterruptedException {
    WebSocket socket = client.connect(ECHO);
    String text = "κόσμε ".repeat(100_000);

    for (int from = 0; from < text.length(); from += PIECE) {
      int to = Math.min(text.length(), from + PIECE);
      socket.sendText(text.substring(from, to), to == text.length()).join();
    }

    assertThat(client.next()).isEqualTo(text);
  }

  @Test
  void pingsAreAnsweredInOrder() throws InterruptedException {
    WebSocket socket = client.connect(ECHO);

    for (int size = 0; size <= 125; size++) {
      socket.sendPing(ByteBuffer.allocate(size)).join();
    }

    for (int size = 0; size <= 125; size++) {
      assertThat(client.next()).isEqualTo(new JdkClient.Pong(ByteBuffer.allocate(size)));
    }
  }

  @Test
  void manyMessagesInARowComeBackInOrder() throws InterruptedException {
    WebSocket socket = client.connect(ECHO);
    CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(socket);
    for (int i = 0; i < 10_000; i++) {
      String text = "message " + i;
      sent = sent.thenCompose(previous -> previous.sendText(text, true));
    }

    for (int i = 0; i < 10_000; i++) {
      assertThat(client.next()).isEqualTo("message " + i);
    }
    sent.join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 3000, 3999, 4000, 4999})
  void codeAndReasonOfACloseComeBack(int code) throws InterruptedException {
    WebSocket socket = client.connect(ECHO);

    socket.sendClose(code, "because é").join();

    assertThat(client.next()).isEqualTo(new JdkClient.Closed(code, "because é"));
  }

  @Test
  void firstSubprotocolThatIsSpokenIsChosen() {
    assertThat(client.connect(ECHO, "chat", "echo").getSubprotocol()).isEqualTo("echo");
    assertThat(client.connect(ECHO, "chat").getSubprotocol()).isEmpty();
  }
}
