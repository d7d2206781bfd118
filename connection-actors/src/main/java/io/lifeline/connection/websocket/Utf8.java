package io.lifeline.connection.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as it arrives (RFC 3629 section 4), piece by piece: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF.
 *
 * <p>The state between two pieces is one int. Inside a character it says how many bytes are
 * missing, and between which bounds the next one lies: {@code missing << 16 | lowest << 8 |
 * highest}. The bounds are narrower than 80..BF only after the lead bytes E0, ED, F0 and F4, which
 * is all that there is to the forbidden forms.
 */
final class Utf8 {
  /** Between two characters: where a text may begin and end. */
  static final int BORDER = 0;

  /** Not UTF-8, whatever follows. */
  static final int BAD = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NON_ASCII = 0x8080_8080_8080_8080L;
  private static final int[] AFTER_LEAD = statesAfterLeadBytes();

  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    return check(BORDER, bytes, from, to) == BORDER;
  }

  /** Whether the byte is one of 80..BF, which never begin a character. */
  static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** The state after the next piece of a text; {@link #BAD} from the first wrong byte on. */
  static int check(int state, byte[] bytes, int from, int to) {
    int now = state;
    int position = from;
    while (position < to && now != BAD) {
      if (now == BORDER) {
        position = skipAscii(bytes, position, to);
        if (position < to) {
          now = AFTER_LEAD[bytes[position++] & 0xff];
        }
      } else {
        now = afterContinuation(now, bytes[position++] & 0xff);
      }
    }
    return now;
  }

  /** The position of the first byte that is not ASCII, or {@code to}. */
  private static int skipAscii(byte[] bytes, int from, int to) {
    int position = from;
    while (position <= to - Long.BYTES && ((long) LONGS.get(bytes, position) & NON_ASCII) == 0) {
      position += Long.BYTES;
    }
    while (position < to && bytes[position] >= 0) {
      position++;
    }
    return position;
  }

  private static int afterContinuation(int state, int next) {
    int lowest = (state >>> 8) & 0xff;
    int highest = state & 0xff;
    if (next < lowest || next > highest) {
      return BAD;
    }
    int missing = (state >>> 16) - 1;
    return missing == 0 ? BORDER : inside(missing, 0x80, 0xbf);
  }

  private static int inside(int missing, int lowest, int highest) {
    return (missing << 16) | (lowest << 8) | highest;
  }

  private static int[] statesAfterLeadBytes() {
    int[] states = new int[256];
    for (int lead = 0; lead < states.length; lead++) {
      states[lead] = afterLead(lead);
    }
    return states;
  }

  private static int afterLead(int lead) {
    if (lead < 0x80) {
      return BORDER;
    }
    if (lead < 0xc2 || lead > 0xf4) {
      return BAD;
    }
    if (lead < 0xe0) {
      return inside(1, 0x80, 0xbf);
    }
    if (lead < 0xf0) {
      return inside(2, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    }
    return inside(3, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
  }
}
