package io.lifeline.connection.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.handshake.RequestHeadReader.Complete;
import io.lifeline.connection.handshake.RequestHeadReader.Incomplete;
import io.lifeline.connection.handshake.RequestHeadReader.Result;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.apache.pekko.util.ByteString;

/** Reads a head in every manner and insists that the manner makes no difference. */
final class HeadReading {
  static final int MAX_BYTES = 16_384;

  private HeadReading() {}

  /** The result in one piece, byte by byte, and in random pieces; text in ISO-8859-1. */
  static Result read(String text) {
    ByteString bytes = ByteString.fromArray(text.getBytes(StandardCharsets.ISO_8859_1));
    Result whole = new RequestHeadReader(MAX_BYTES).offer(bytes);
    assertSame(inPieces(MAX_BYTES, bytes, () -> 1), whole, bytes);
    SplittableRandom random = Seeds.random("splits");
    for (int i = 0; i < 10; i++) {
      assertSame(inPieces(MAX_BYTES, bytes, () -> random.nextInt(20)), whole, bytes);
    }
    return whole;
  }

  /** Pieces of that size, until there is a result. */
  static Result inPieces(int maxBytes, ByteString bytes, IntSupplier size) {
    RequestHeadReader reader = new RequestHeadReader(maxBytes);
    ByteString rest = bytes;
    Result result = new Incomplete();
    while (result instanceof Incomplete && rest.nonEmpty()) {
      int piece = size.getAsInt();
      result = reader.offer(rest.take(piece));
      rest = rest.drop(piece);
    }
    return result;
  }

  /** The same, except that a piece may end before all the bytes that follow the head. */
  private static void assertSame(Result actual, Result whole, ByteString bytes) {
    if (actual instanceof Complete complete && whole instanceof Complete expected) {
      assertThat(complete.head()).isEqualTo(expected.head());
      assertThat(complete.headBytes()).isEqualTo(expected.headBytes());
      assertThat(complete.all()).isEqualTo(expected.all().take(complete.all().length()));
      assertThat(complete.all().length()).isGreaterThanOrEqualTo(complete.headBytes());
    } else {
      assertThat(actual).as("%s", bytes).isEqualTo(whole);
    }
  }
}
