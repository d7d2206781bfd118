package io.lifeline.connection.conformance;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** One message as permessage-deflate has it, without the ones before (RFC 7692 section 7.2). */
public final class Deflate {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private Deflate() {}

  static byte[] compressed(byte[] message) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(message);
    byte[] block = new byte[message.length + 1024];
    int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(block, length - TAIL.length);
  }

  /**
   * @throws AssertionError if it is not compressed as it must be
   */
  public static byte[] message(byte[] compressed) {
    Inflater inflater = new Inflater(true);
    byte[] block = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, block, compressed.length, TAIL.length);
    inflater.setInput(block);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
        message.write(piece, 0, count);
      }
    } catch (DataFormatException e) {
      throw new AssertionError("not compressed as it must be", e);
    } finally {
      inflater.end();
    }
    return message.toByteArray();
  }
}
