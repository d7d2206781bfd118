package io.lifeline.connection.handshake;

import static io.lifeline.connection.handshake.HeadReading.inPieces;
import static io.lifeline.connection.handshake.HeadReading.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lifeline.connection.Seeds;
import io.lifeline.connection.handshake.RequestHeadReader.Complete;
import io.lifeline.connection.handshake.RequestHeadReader.Incomplete;
import io.lifeline.connection.handshake.RequestHeadReader.Malformed;
import io.lifeline.connection.handshake.RequestHeadReader.Result;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a peer can make the reader hold and do. */
class RequestHeadLimitsTest {
  private static final String REQUEST_LINE = "GET / HTTP/1.1\r\n";

  @Test
  void headOfExactlyTheLimitIsRead() {
    ByteString head = ByteString.fromString(REQUEST_LINE + "A: bc\r\n\r\n");

    assertThat(new RequestHeadReader(head.length()).offer(head)).isInstanceOf(Complete.class);
    assertThat(inPieces(head.length(), head, () -> 1)).isInstanceOf(Complete.class);
  }

  @Test
  void headOfOneByteMoreIsTooLarge() {
    ByteString head = ByteString.fromString(REQUEST_LINE + "A: bc\r\n\r\n");
    int limit = head.length() - 1;
    Malformed expected = new Malformed(431, "request head longer than " + limit + " bytes");

    assertThat(new RequestHeadReader(limit).offer(head)).isEqualTo(expected);
    assertThat(inPieces(limit, head, () -> 1)).isEqualTo(expected);
  }

  @Test
  void requestLineBeyondTheLimitIsTooLong() {
    assertThat(read("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
        .isEqualTo(new Malformed(414, "request line longer than 16384 bytes"));
  }

  @Test
  void hundredHeadersAreReadAndOneMoreIsTooMany() {
    assertThat(read(REQUEST_LINE + "A: b\r\n".repeat(100) + "\r\n")).isInstanceOf(Complete.class);
    assertThat(read(REQUEST_LINE + "A: b\r\n".repeat(101)))
        .isEqualTo(new Malformed(431, "more than 100 headers"));
  }

  @Test
  void headOfAMegabyteByteByByteCostsAFewTimesTheLimit() {
    int limit = 16_384;
    RequestHeadReader reader = new RequestHeadReader(limit);
    reader.offer(ByteString.fromString(REQUEST_LINE + "A: "));
    ByteString one = ByteString.fromString("x");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int offered = 0;
    Result result = new Incomplete();

    long before = threads.getCurrentThreadAllocatedBytes();
    while (result instanceof Incomplete && offered < 1_000_000) {
      result = reader.offer(one);
      offered++;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(result).isInstanceOf(Malformed.class);
    assertThat(offered).isLessThan(limit);
    assertThat(allocated).isLessThan(4L * limit + 16L * limit); // arrays, an Incomplete per offer
  }

  @Test
  void randomAndMutatedBytesAreAnsweredAndNeverThrow() {
    SplittableRandom random = Seeds.random("hostile heads");
    byte[] good =
        (REQUEST_LINE + "Host: a\r\nUpgrade: websocket\r\n\r\nrest")
            .getBytes(StandardCharsets.US_ASCII);
    int malformed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ByteString chunk = ByteString.fromArray(bytes);
      Result whole = new RequestHeadReader(60).offer(chunk);
      Result pieces = inPieces(60, chunk, () -> random.nextInt(20));

      assertThat(pieces).hasSameClassAs(whole);
      malformed += whole instanceof Malformed ? 1 : 0;
    }

    assertThat(malformed).isBetween(2_000, 19_999);
  }
}
