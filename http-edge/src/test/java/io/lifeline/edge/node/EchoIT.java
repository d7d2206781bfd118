package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What conformance suites send to {@code /echo} comes back whole. */
@Timeout(120)
final class EchoIT {
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final int LARGE = 16 << 20;
  private static final int CONTINUATION = 0x00;
  private static final int BINARY = 0x02;
  private static final int FIN = 0x80;

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void largeMessageComesBack() throws Exception {
    byte[] message = random(LARGE);

    try (RawWebSocket socket = open()) {
      socket.send(FIN | BINARY, message);

      assertThat(socket.read()).satisfies(frame -> isWhole(frame, message));
    }
  }

  @Test
  void largeMessageInSmallFragmentsComesBackInOneFrame() throws Exception {
    byte[] message = random(LARGE);

    try (RawWebSocket socket = open()) {
      int fragment = 64;
      for (int from = 0; from < LARGE; from += fragment) {
        int fin = from + fragment == LARGE ? FIN : 0;
        socket.write(fin | (from == 0 ? BINARY : CONTINUATION), message, from, fragment);
      }
      socket.flush();

      assertThat(socket.read()).satisfies(frame -> isWhole(frame, message));
    }
  }

  @Test
  void thousandMessagesInARowComeBackInOrder() throws Exception {
    int messages = 1000;
    byte[] message = random(128 << 10);

    try (RawWebSocket socket = open()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> sendNumbered(socket, messages, message));

      for (int i = 0; i < messages; i++) {
        assertThat(socket.read().payload().take(2).toArray())
            .containsExactly((byte) (i >> 8), (byte) i);
      }
      writing.join();
    }
  }

  private static void sendNumbered(RawWebSocket socket, int messages, byte[] message) {
    try {
      for (int i = 0; i < messages; i++) {
        message[0] = (byte) (i >> 8);
        message[1] = (byte) i;
        socket.send(FIN | BINARY, message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isWhole(RawWebSocket.Frame frame, byte[] message) {
    assertThat(frame.firstByte()).isEqualTo(FIN | BINARY);
    assertThat(Arrays.equals(frame.payload().toArrayUnsafe(), message))
        .as("the same bytes")
        .isTrue();
  }

  private static RawWebSocket open() throws IOException {
    return new RawWebSocket(NODE.addresses().main().getPort(), "/echo");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }
}
