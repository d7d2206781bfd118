package io.lifeline.connection.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.telemetry.RecordingEventSink;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we compress (RFC 7692 section 7.2.1), judged by Java's inflater and by a slow one. */
class DeflationTest {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void anythingComesBack(int bits) throws DataFormatException {
    Deflation deflation = deflation(bits, 0);
    SplittableRandom random = Seeds.random("payloads for a window of " + bits + " bits");
    for (int round = 0; round < 300; round++) {
      byte[] payload = Payloads.random(200_000, random);
      byte[] compressed = deflation.compress(payload);

      if (compressed != null) {
        assertThat(compressed.length).isLessThan(payload.length);
        assertThat(Arrays.equals(inflated(compressed, payload.length), payload)).isTrue();
      }
    }
  }

  /** A client that offered a small window has no more room than that (section 7.1.2.1). */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12})
  void nothingRefersFurtherBackThanTheWindow(int bits) {
    SplittableRandom random = Seeds.random("repetitions for a window of " + bits + " bits");
    byte[] period = Payloads.noise((1 << bits) - random.nextInt(100), random);
    byte[] payload = new byte[5 << bits];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = random.nextInt(50) == 0 ? 7 : period[i % period.length];
    }
    byte[] text = Payloads.text(3 << bits, random);

    for (byte[] original : List.of(payload, text)) {
      byte[] compressed = deflation(bits, 0).compress(original);
      if (compressed != null) {
        Puff puff = Puff.inflate(withTail(compressed));
        assertThat(puff.output()).isEqualTo(original);
        assertThat(puff.longestDistance()).isLessThanOrEqualTo(1 << bits);
      }
    }
    assertThat(deflation(bits, 0).compress(text)).isNotNull();
  }

  /** Else the test above could not fail. */
  @Test
  void fullWindowRefersFarBack() {
    byte[] period = Payloads.noise(20_000, Seeds.random("a long period"));
    byte[] twice = Arrays.copyOf(period, 2 * period.length);
    System.arraycopy(period, 0, twice, period.length, period.length);
    byte[] compressed = Objects.requireNonNull(deflation(15, 0).compress(twice));

    assertThat(Puff.inflate(withTail(compressed)).longestDistance()).isEqualTo(period.length);
    assertThat(deflation(9, 0).compress(twice)).as("of two pieces of noise").isNull();
  }

  @Test
  void shortMessageIsNotCompressed() {
    Deflation deflation = deflation(15, 100);

    assertThat(deflation.compress(new byte[99])).isNull();
    assertThat(deflation.compress(new byte[100])).isNotNull();
    assertThat(deflation(15, 0).compress(new byte[0])).isNull();
    assertThat(Deflation.NONE.compress(new byte[100_000])).isNull();
  }

  @Test
  void messageThatWouldNotBecomeShorterIsNotCompressed() {
    SplittableRandom random = Seeds.random("noise");
    Deflation deflation = deflation(15, 0);

    for (int size : new int[] {1, 2, 10, 100, 1000, 100_000}) {
      assertThat(deflation.compress(Payloads.noise(size, random))).as("%s bytes", size).isNull();
    }
    assertThat(deflation.compress(new byte[1000])).as("the next one").isNotNull();
  }

  /** So that each can be given to many receivers, whatever each of them got before. */
  @Test
  void sameMessageIsCompressedTheSameWay() {
    Deflation deflation = deflation(15, 0);
    byte[] message = Payloads.text(2000, Seeds.random("a message"));
    byte[] first = deflation.compress(message);
    deflation.compress(Payloads.text(3000, Seeds.random("another message")));

    assertThat(deflation.compress(message)).isEqualTo(first);
  }

  private static Deflation deflation(int bits, int threshold) {
    return new Compression(
            new CompressionSettings(true, threshold, 6, 0, 15), new RecordingEventSink())
        .negotiate(List.of("permessage-deflate; server_max_window_bits=" + bits))
        .deflation();
  }

  private static byte[] withTail(byte[] compressed) {
    byte[] whole = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, whole, compressed.length, TAIL.length);
    return whole;
  }

  private static byte[] inflated(byte[] compressed, int size) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(withTail(compressed));
    byte[] out = new byte[size + 1];
    int count = inflater.inflate(out);
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
    return Arrays.copyOf(out, count);
  }
}
