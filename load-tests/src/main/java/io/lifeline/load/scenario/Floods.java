package io.lifeline.load.scenario;

import io.lifeline.load.peer.Frames;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** What floods are made of: whole frames, to be sent again and again. */
final class Floods {
  private static final byte[] NOTHING = {};

  private Floods() {}

  /** Frames of one kind. */
  static byte[] frames(int count, int opcode, int bytes, SplittableRandom random) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      flood.writeBytes(Frames.frame(true, opcode, new byte[bytes], random));
    }
    return flood.toByteArray();
  }

  static byte[] repeated(int count, byte[] frame) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      flood.writeBytes(frame);
    }
    return flood.toByteArray();
  }

  /** One text message in fragments of a byte each. */
  static byte[] message(int fragments, SplittableRandom random) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < fragments; i++) {
      int opcode = i == 0 ? Frames.TEXT : Frames.CONTINUATION;
      flood.writeBytes(Frames.frame(i == fragments - 1, opcode, new byte[] {'x'}, random));
    }
    return flood.toByteArray();
  }

  /** Empty fragments of a message that never ends, which was begun before. */
  static byte[] emptyFragments(int count, SplittableRandom random) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      flood.writeBytes(Frames.frame(false, Frames.CONTINUATION, NOTHING, random));
    }
    return flood.toByteArray();
  }

  static byte[] beginning(SplittableRandom random) {
    return Frames.frame(false, Frames.TEXT, NOTHING, random);
  }
}
