package io.lifeline.connection.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Removes or applies the mask of a client's payload (RFC 6455 section 5.3) while copying it, eight
 * bytes at a time.
 *
 * <p>A mask is an int whose lowest byte applies to the next byte of the payload.
 */
final class Masking {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_INT = 0xffff_ffffL;

  private Masking() {}

  /** The mask as it stands after so many bytes of the payload. */
  static int after(int mask, int payloadBytes) {
    return Integer.rotateRight(mask, (payloadBytes & 3) * Byte.SIZE);
  }

  static void copy(byte[] source, int from, byte[] target, int to, int count, int mask) {
    long wideMask = (mask & LOW_INT) | ((long) mask << Integer.SIZE);
    int done = 0;
    while (done <= count - Long.BYTES) {
      LONGS.set(target, to + done, (long) LONGS.get(source, from + done) ^ wideMask);
      done += Long.BYTES;
    }
    while (done < count) {
      target[to + done] = (byte) (source[from + done] ^ (mask >>> ((done & 3) * Byte.SIZE)));
      done++;
    }
  }
}
