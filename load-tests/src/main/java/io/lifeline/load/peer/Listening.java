package io.lifeline.load.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Finds the answer's head and then frames in what a node sends. One for each connection, used by
 * one thread.
 */
final class Listening {
  /** More than any frame of a node; beyond it the node is at fault. */
  private static final int MOST_BYTES = 4 << 20;

  /** What a peer does with what it hears. */
  interface Ear {
    void onFrame(int opcode, byte[] payload);
  }

  private byte[] buffer = new byte[0];

  void add(ByteBuffer bytes) {
    int length = buffer.length;
    if (length + bytes.remaining() > MOST_BYTES) {
      throw new IllegalStateException("a frame or head of more than " + MOST_BYTES + " bytes");
    }
    buffer = Arrays.copyOf(buffer, length + bytes.remaining());
    bytes.get(buffer, length, buffer.length - length);
  }

  /** The status of an HTTP answer, once its head is complete; the head is then gone. */
  OptionalInt takeStatus(String expectedAccept) {
    String text = new String(buffer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return OptionalInt.empty();
    }
    int status = Integer.parseInt(text.substring(9, 12));
    String accept = "sec-websocket-accept: " + expectedAccept.toLowerCase(Locale.ROOT);
    if (status == 101 && !text.toLowerCase(Locale.ROOT).contains(accept)) {
      throw new IllegalStateException("101 without the right Sec-WebSocket-Accept");
    }
    drop(end + 4);
    return OptionalInt.of(status);
  }

  /** Hands over all complete frames. */
  void frames(Ear ear) {
    int at = 0;
    for (int length = frameLength(at); length > 0; length = frameLength(at)) {
      int header = headerLength(at);
      ear.onFrame(buffer[at] & 15, Arrays.copyOfRange(buffer, at + header, at + length));
      at += length;
    }
    drop(at);
  }

  private void drop(int bytes) {
    if (bytes > 0) {
      buffer = Arrays.copyOfRange(buffer, bytes, buffer.length);
    }
  }

  private int headerLength(int at) {
    int size = buffer[at + 1] & 127;
    return size == 127 ? 10 : size == 126 ? 4 : 2;
  }

  /** The whole length of the frame that begins here, or 0 if it is not complete. */
  private int frameLength(int at) {
    if (buffer.length - at < 2 || buffer.length - at < headerLength(at)) {
      return 0;
    }
    int header = headerLength(at);
    long payload = buffer[at + 1] & 127;
    if (header > 2) {
      payload = 0;
      for (int i = 2; i < header; i++) {
        payload = payload << 8 | (buffer[at + i] & 0xff);
      }
    }
    long length = header + payload;
    return length <= buffer.length - at ? (int) length : 0;
  }
}
