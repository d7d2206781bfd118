package io.lifeline.connection.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Conversations that a well-behaved client might hold. */
final class RandomFrames {
  private static final int[] LENGTHS = {0, 1, 7, 8, 9, 124, 125, 126, 127, 500, 1000};

  private RandomFrames() {}

  /** Messages, some of them in fragments with control frames between. */
  static ClientFrame[] conversation(SplittableRandom random) {
    List<ClientFrame> frames = new ArrayList<>();
    int messages = random.nextInt(1, 5);
    for (int i = 0; i < messages; i++) {
      boolean text = random.nextBoolean();
      byte[] payload = text ? text(random) : binary(LENGTHS[random.nextInt(11)], random);
      addFragments(frames, text ? Opcode.TEXT : Opcode.BINARY, payload, random);
    }
    return frames.toArray(ClientFrame[]::new);
  }

  /** Characters of one to four bytes each. */
  static byte[] text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int characters = LENGTHS[random.nextInt(LENGTHS.length - 2)];
    int[] beyond = {0x80, 0x800, 0xd800, 0x110000};
    for (int i = 0; i < characters; i++) {
      text.appendCodePoint(random.nextInt(beyond[random.nextInt(beyond.length)]));
    }
    // a lone surrogate becomes '?'
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] binary(int length, SplittableRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void addFragments(
      List<ClientFrame> frames, int opcode, byte[] payload, SplittableRandom random) {
    int from = 0;
    int now = opcode;
    while (random.nextInt(3) == 0) {
      int to = random.nextInt(from, payload.length + 1);
      frames.add(frame(now, Arrays.copyOfRange(payload, from, to), random).unfinished());
      now = Opcode.CONTINUATION;
      from = to;
      if (random.nextBoolean()) {
        int ping = random.nextBoolean() ? Opcode.PING : Opcode.PONG;
        frames.add(frame(ping, binary(random.nextInt(126), random), random));
      }
    }
    frames.add(frame(now, Arrays.copyOfRange(payload, from, payload.length), random));
  }

  private static ClientFrame frame(int opcode, byte[] payload, SplittableRandom random) {
    return ClientFrame.of(opcode, payload).withMask(random.nextInt());
  }
}
