package io.lifeline.connection.handshake;

import java.util.Arrays;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Finds the request head at the beginning of a connection (RFC 9112 sections 2 to 5), however its
 * bytes are split, and refuses at the first byte that cannot belong to one.
 *
 * <p>Where the RFC leaves a choice, the strict one is taken, since what follows may be read by
 * others after us: a line ends with CRLF and not with a bare LF, a header is not folded, no control
 * character is let through. One empty line before the request line is skipped.
 *
 * <p>Looks at each byte once. Holds what was received, at most {@code maxBytes} and one chunk: the
 * array grows with the bytes that have come. After {@link Complete} or {@link Malformed} it has
 * done its work and must not be used.
 *
 * <p>Not thread-safe: one per connection, used from its stream.
 */
public final class RequestHeadReader {
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final byte[] NOTHING = {};

  private final int maxBytes;
  private final RequestHeadLines lines = new RequestHeadLines();

  /** What was received, in the first {@code size} bytes. The first chunk's array is not ours. */
  private byte[] received = NOTHING;

  private int size;
  private int scanned;
  private int lineStart;
  private int headStart;
  private boolean done;

  /**
   * @param maxBytes of the whole head, its blank line included; a longer one is Malformed
   */
  public RequestHeadReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What the bytes so far amount to. */
  public sealed interface Result {}

  /** More bytes are needed. */
  public record Incomplete() implements Result {}

  /**
   * The head is there.
   *
   * @param all every byte received so far, to be replayed into an HTTP server; without the skipped
   *     empty line, which not every server skips
   * @param headBytes length of the head with its blank line; {@code all.drop(headBytes)} is left
   */
  public record Complete(RequestHead head, ByteString all, int headBytes) implements Result {}

  /**
   * No request that we understand.
   *
   * @param status of the answer: 400, 414, 431 or 505
   * @param reason for the answer's text and the log; nothing that the peer sent
   */
  public record Malformed(int status, String reason) implements Result {}

  /**
   * Takes the next bytes.
   *
   * @throws IllegalStateException after a result other than Incomplete
   */
  public Result offer(ByteString chunk) {
    if (done) {
      throw new IllegalStateException("the request head was already read");
    }
    append(chunk.toArrayUnsafe());
    Result result = scan(Math.min(size, maxBytes));
    if (result == null) {
      result = size >= maxBytes ? lines.tooLong(maxBytes) : new Incomplete();
    }
    done = !(result instanceof Incomplete);
    return result;
  }

  private void append(byte[] chunk) {
    if (size == 0) {
      received = chunk;
      size = chunk.length;
      return;
    }
    int newSize = size + chunk.length;
    if (newSize > received.length) {
      int capacity = Math.max(newSize, Math.min(2 * received.length, maxBytes));
      received = Arrays.copyOf(received, capacity);
    }
    System.arraycopy(chunk, 0, received, size, chunk.length);
    size = newSize;
  }

  /** Reads on to the head's end, the first error, or {@code end}; null there. */
  private @Nullable Result scan(int end) {
    while (scanned < end) {
      byte next = received[scanned++];
      boolean afterCarriageReturn = scanned - 2 >= lineStart && received[scanned - 2] == CR;
      if (afterCarriageReturn != (next == LF)) {
        return new Malformed(400, "a line must end with CR LF");
      }
      if (next == LF) {
        Result result = line(scanned - 2);
        if (result != null) {
          return result;
        }
      } else if (next != CR && HttpCharacters.isControl(next & 0xff)) {
        return new Malformed(400, "control character in the request head");
      }
    }
    return null;
  }

  private @Nullable Result line(int lineEnd) {
    if (lineEnd == lineStart && lines.hasRequestLine()) {
      ByteString all = ByteString.fromArrayUnsafe(received, headStart, size - headStart);
      return new Complete(lines.head(), all, scanned - headStart);
    }
    Malformed problem = lines.add(received, lineStart, lineEnd);
    lineStart = scanned;
    if (!lines.hasRequestLine()) {
      headStart = lineStart;
    }
    return problem;
  }
}
