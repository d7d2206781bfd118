package io.lifeline.load.latency;

import java.nio.ByteBuffer;

/**
 * Reads just enough of a server's frames: finds the stamp of each message and steps over the rest.
 * However the bytes are split, it holds none of them but a control frame's, and allocates nothing
 * for a message.
 */
final class FrameReader {
  private static final int LOW_BITS_OF_LENGTH = 0x7f;
  private static final int CONTINUATION = 0;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int MOST_CONTROL_BYTES = 125;

  /** What is in the frames. */
  interface Events {
    /** A message that carries a stamp is complete; others are not told. */
    void message(long stampNanos);

    /**
     * @param payload only valid during the call
     */
    void ping(byte[] payload, int length);

    void close();
  }

  private enum Stage {
    BEFORE_STAMP,
    IN_STAMP,
    AFTER_STAMP,
    TOLD
  }

  private final Events events;
  private final byte[] control = new byte[MOST_CONTROL_BYTES];
  private int controlBytes;
  private int headerBytes;
  private int lengthBytesToCome;
  private int opcode;
  private long payloadToCome;
  private boolean inPayload;
  private Stage stage = Stage.BEFORE_STAMP;
  private long stamp;

  FrameReader(Events events) {
    this.events = events;
  }

  /** Reads all that remains in the buffer. */
  void read(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (inPayload) {
        readPayload(bytes);
      } else {
        readHeader(bytes.get() & 0xff);
      }
      if (inPayload && payloadToCome == 0) {
        end();
      }
    }
  }

  private void readHeader(int next) {
    headerBytes++;
    if (headerBytes == 1) {
      opcode = next & 0xf;
    } else if (headerBytes == 2) {
      int length = next & LOW_BITS_OF_LENGTH;
      lengthBytesToCome = length < 126 ? 0 : length == 126 ? 2 : 8;
      payloadToCome = lengthBytesToCome == 0 ? length : 0;
    } else {
      payloadToCome = payloadToCome << 8 | next;
      lengthBytesToCome--;
    }
    if (headerBytes >= 2 && lengthBytesToCome == 0) {
      begin();
    }
  }

  private void begin() {
    inPayload = true;
    controlBytes = 0;
    if (opcode != CONTINUATION && opcode < CLOSE) {
      stage = Stage.BEFORE_STAMP;
      stamp = 0;
    }
    if (opcode >= CLOSE && payloadToCome > MOST_CONTROL_BYTES) {
      throw new IllegalStateException("a control frame of " + payloadToCome + " bytes");
    }
  }

  private void readPayload(ByteBuffer bytes) {
    int count = (int) Math.min(bytes.remaining(), payloadToCome);
    int end = bytes.position() + count;
    if (opcode >= CLOSE) {
      bytes.get(control, controlBytes, count);
      controlBytes += count;
    } else {
      findStamp(bytes, end);
    }
    bytes.position(end);
    payloadToCome -= count;
  }

  private void findStamp(ByteBuffer bytes, int end) {
    while (bytes.position() < end && stage.compareTo(Stage.AFTER_STAMP) < 0) {
      byte next = bytes.get();
      if (next == StampedText.BORDER) {
        stage = stage == Stage.BEFORE_STAMP ? Stage.IN_STAMP : Stage.AFTER_STAMP;
      } else if (stage == Stage.IN_STAMP) {
        stamp = stamp * 10 + (next - '0');
      }
    }
  }

  private void end() {
    inPayload = false;
    headerBytes = 0;
    if (opcode == PING) {
      events.ping(control, controlBytes);
    } else if (opcode == CLOSE) {
      events.close();
    } else if (opcode < CLOSE && stage == Stage.AFTER_STAMP) {
      stage = Stage.TOLD;
      events.message(stamp);
    }
  }
}
