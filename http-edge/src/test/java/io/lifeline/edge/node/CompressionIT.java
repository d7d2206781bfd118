package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** permessage-deflate through a real node. */
@Timeout(120)
final class CompressionIT {
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
  private static final int TEXT = 0x81;
  private static final int COMPRESSED_TEXT = 0xc1;
  private static final int COMPRESSED_BINARY = 0xc2;
  private static final int CLOSE = 0x88;

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void pushIsCompressedForThoseWhoAgreed() throws Exception {
    String word = "compressible ".repeat(100);
    try (RawWebSocket with = open("/ws?user=alice", OFFER);
        RawWebSocket without = open("/ws?user=alice")) {
      assertThat(with.answer()).contains("permessage-deflate; server_no_context_takeover\r\n");
      assertThat(without.answer()).doesNotContain("permessage-deflate");
      assertThat(with.read().payload().utf8String()).contains("connected");
      assertThat(without.read().payload().utf8String()).contains("connected");

      EmbeddedLifeline.push(NODE, "alice", '"' + word + '"');
      EmbeddedLifeline.push(NODE, "alice", "\"short\"");

      RawWebSocket.Frame compressed = with.read();
      RawWebSocket.Frame plain = without.read();
      assertThat(plain.firstByte()).isEqualTo(TEXT);
      assertThat(plain.payload().utf8String()).contains(word);
      assertThat(compressed.firstByte()).isEqualTo(COMPRESSED_TEXT);
      assertThat(compressed.payload().length()).isLessThan(200);
      assertThat(inflated(compressed.payload(), 10_000)).isEqualTo(plain.payload());
      assertThat(with.read().firstByte()).as("of a short message").isEqualTo(TEXT);
    }
  }

  @Test
  void largeMessageComesBackInFragmentsAndWhole() throws Exception {
    byte[] message = new byte[16 << 20];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) ((i * i) >> 7);
    }
    byte[] deflated = deflated(message);
    try (RawWebSocket socket = open("/echo?user=echo", OFFER)) {
      socket.send(COMPRESSED_BINARY, deflated);
      assertThat(equal(inflated(socket.read().payload(), message.length), message)).isTrue();

      for (int from = 0; from < deflated.length; from += 64) {
        int count = Math.min(64, deflated.length - from);
        int fin = from + count == deflated.length ? 0x80 : 0;
        socket.write(fin | (from == 0 ? 0x42 : 0), deflated, from, count);
      }
      socket.flush();
      assertThat(equal(inflated(socket.read().payload(), message.length), message)).isTrue();
    }
  }

  @Test
  void bombEndsItsOwnConnection() throws Exception {
    byte[] bomb = deflated(new byte[60 << 20]);
    assertThat(bomb.length).isLessThan(64 << 10);
    try (RawWebSocket attacker = open("/ws?user=mallory", OFFER);
        RawWebSocket neighbour = open("/echo?user=bob", OFFER)) {
      assertThat(attacker.read().payload().utf8String()).contains("connected");

      attacker.send(COMPRESSED_TEXT, bomb);

      RawWebSocket.Frame close = attacker.read();
      assertThat(close.firstByte()).isEqualTo(CLOSE);
      assertThat(close.payload().take(2)).isEqualTo(ByteString.fromArray(new byte[] {3, -15}));
      neighbour.send(TEXT, "still here".getBytes(StandardCharsets.UTF_8));
      assertThat(neighbour.read().payload().utf8String()).isEqualTo("still here");
    }
  }

  private static RawWebSocket open(String target, String... headers) throws IOException {
    return new RawWebSocket(NODE.addresses().main().getPort(), target, headers);
  }

  private static boolean equal(ByteString a, byte[] b) {
    return Arrays.equals(a.toArrayUnsafe(), b);
  }

  private static byte[] deflated(byte[] payload) {
    Deflater deflater = new Deflater(9, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    deflater.setInput(payload);
    int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    while (count > 0) {
      out.write(buffer, 0, count);
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    }
    deflater.end();
    byte[] all = out.toByteArray();
    return Arrays.copyOf(all, all.length - 4);
  }

  private static ByteString inflated(ByteString compressed, int atMost) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(compressed.concat(ByteString.fromArray(new byte[] {0, 0, -1, -1})).toArray());
    byte[] out = new byte[atMost];
    int count = inflater.inflate(out);
    inflater.end();
    return ByteString.fromArray(out, 0, count);
  }
}
