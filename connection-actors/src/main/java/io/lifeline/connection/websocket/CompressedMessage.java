package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.compression.Inflation;
import io.lifeline.connection.websocket.Inbound.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A message that arrives compressed (RFC 7692 section 7.2.2). It is inflated as it comes, so that
 * wrong text and too much of it are seen with the byte that makes them so.
 */
final class CompressedMessage implements IncomingMessage, Inflation.Output {
  private static final int NO_MASK = 0;

  private final PartialMessage inflated;
  private final Inflation inflation;
  private final int maxBytes;
  private int wireBytes;
  private @Nullable Violation violation;

  /**
   * @param maxBytes of the inflated message
   */
  CompressedMessage(boolean text, Inflation inflation, int maxBytes) {
    this.inflated = new PartialMessage(text);
    this.inflation = inflation;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean isCompressed() {
    return true;
  }

  @Override
  public int wireBytes() {
    return wireBytes;
  }

  @Override
  public @Nullable Violation append(
      byte[] bytes, int from, int count, int mask, int maxSize, boolean last) {
    byte[] piece = new byte[count];
    Masking.copy(bytes, from, piece, 0, count, mask);
    wireBytes += count;
    return switch (inflation.inflate(piece, last, this)) {
      case FINE -> last ? inflated.end() : null;
      case STOPPED -> violation;
      case CORRUPT -> new Violation(CloseReason.CORRUPT_COMPRESSION, "compressed data is corrupt");
    };
  }

  @Override
  public boolean append(byte[] bytes, int count) {
    if (inflated.size() + count > maxBytes) {
      violation =
          new Violation(
              CloseReason.MESSAGE_TOO_BIG, "inflated message is too big (limit: " + maxBytes + ")");
    } else {
      violation = inflated.append(bytes, 0, count, NO_MASK, maxBytes, false);
    }
    return violation == null;
  }

  @Override
  public byte[] bytes() {
    return inflated.bytes();
  }

  @Override
  public int size() {
    return inflated.size();
  }

  @Override
  public Inbound complete() {
    return inflated.complete();
  }
}
