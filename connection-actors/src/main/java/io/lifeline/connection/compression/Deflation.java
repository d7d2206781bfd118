package io.lifeline.connection.compression;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages for all connections with the same outbound parameters (RFC 7692 section
 * 7.2.1). There is one object for each set of parameters on a node, so that a message for many is
 * compressed once for all that have the same.
 *
 * <p>No message refers to an earlier one, whoever receives it. Java's deflater always has a window
 * of 32 KiB; a smaller one is kept by making it forget everything after as many bytes of input as
 * the window has, so that no distance can be longer. Thread-safe: the contexts are pooled, and held
 * only within a call.
 */
public final class Deflation {
  /** Compresses nothing. */
  public static final Deflation NONE =
      new Deflation(Window.MAX_BITS, Integer.MAX_VALUE, new Pool<>(Deflater::new, Deflater::end));

  /** What an empty block at a byte boundary ends with; taken off each message (section 7.2.1). */
  private static final int TAIL_BYTES = 4;

  /** Of input, after which everything is forgotten. */
  private final int blockBytes;

  private final int threshold;
  private final Pool<Deflater> deflaters;

  Deflation(int windowBits, int threshold, Pool<Deflater> deflaters) {
    this.blockBytes = windowBits == Window.MAX_BITS ? Integer.MAX_VALUE : Window.bytes(windowBits);
    this.threshold = threshold;
    this.deflaters = deflaters;
  }

  /**
   * The compressed payload of a message.
   *
   * @return null if the message is below the threshold or would not become shorter
   */
  public byte @Nullable [] compress(byte[] payload) {
    if (payload.length < threshold || payload.length == 0) {
      return null;
    }
    Deflater deflater = deflaters.borrow();
    try {
      return compress(deflater, payload);
    } finally {
      deflater.reset();
      deflaters.giveBack(deflater);
    }
  }

  private byte @Nullable [] compress(Deflater deflater, byte[] payload) {
    byte[] out = new byte[payload.length]; // whatever does not fit in there does not pay
    int written = 0;
    int from = 0;
    while (from < payload.length) {
      int count = Math.min(blockBytes, payload.length - from);
      deflater.setInput(payload, from, count);
      from += count;
      int flush = from == payload.length ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
      written += deflater.deflate(out, written, out.length - written, flush);
      if (written == out.length) {
        return null;
      }
    }
    return Arrays.copyOf(out, written - TAIL_BYTES);
  }
}
