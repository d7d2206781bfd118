package io.lifeline.connection.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.compression.Inflation.Outcome;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients compress (RFC 7692 section 7.2.2), whole and in pieces. */
class InflationTest {
  private static final String OFFER = "permessage-deflate";
  private static final String NO_TAKEOVER = "permessage-deflate; client_no_context_takeover";

  private static final int[] FLUSHES = {
    Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH
  };

  private final RecordingEventSink events = new RecordingEventSink();
  private final ResourceLedger ledger = new ResourceLedger();
  private final List<Agreement> agreements = new ArrayList<>();
  private final List<Inflation> inflations = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    inflations.forEach(Inflation::close);
    agreements.forEach(Agreement::release);
    assertThat(ledger.held(Resource.INFLATIONS)).isZero();
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isZero();
  }

  /** The examples of section 7.2.3. */
  @ParameterizedTest
  @CsvSource({
    "f2 48 cd c9 c9 07 00, one compressed block",
    "00 05 00 fa ff 48 65 6c 6c 6f 00, one block without compression",
    "f3 48 cd c9 c9 07 00 00, a block that calls itself the last one",
    "f2 48 05 00 00 00 ff ff ca c9 c9 07 00, two blocks",
    "f3 48 cd c9 c9 07 00, a last block and nothing behind it"
  })
  void exampleSaysHello(String hex, String description) {
    byte[] bytes = bytes(hex);
    for (int split = 0; split <= bytes.length; split++) {
      Inflation inflation = inflation(NO_TAKEOVER);
      Out out = new Out();

      assertThat(inflation.inflate(Arrays.copyOf(bytes, split), false, out))
          .isEqualTo(Outcome.FINE);
      assertThat(inflation.inflate(Arrays.copyOfRange(bytes, split, bytes.length), true, out))
          .as("%s, split at %s", description, split)
          .isEqualTo(Outcome.FINE);
      assertThat(out.text()).isEqualTo("Hello");
    }
  }

  /** Section 7.2.3.2; after a block that called itself the last one, too. */
  @ParameterizedTest
  @ValueSource(strings = {"f2 48 cd c9 c9 07 00", "f3 48 cd c9 c9 07 00 00"})
  void secondMessageRefersToTheFirst(String first) {
    Inflation inflation = inflation(OFFER);

    assertThat(inflate(inflation, bytes(first))).isEqualTo("Hello");
    assertThat(inflate(inflation, bytes("f2 00 11 00 00"))).isEqualTo("Hello");
    assertThat(inflate(inflation, bytes("f2 00 11 00 00"))).isEqualTo("Hello");
  }

  @Test
  void blockBehindALastOneRefersToTheMessagesBefore() {
    Inflation inflation = inflation(OFFER);
    inflate(inflation, bytes("f2 48 cd c9 c9 07 00"));

    // an empty last block, then the example of section 7.2.3.2
    assertThat(inflate(inflation, bytes("03 00 f2 00 11 00 00"))).isEqualTo("Hello");
  }

  @Test
  void clientThatTakesNothingOverCannotReferToTheFirst() {
    Inflation inflation = inflation(NO_TAKEOVER);

    assertThat(inflate(inflation, bytes("f2 48 cd c9 c9 07 00"))).isEqualTo("Hello");
    assertThat(inflation.inflate(bytes("f2 00 11 00 00"), true, new Out()))
        .isEqualTo(Outcome.CORRUPT);
  }

  @ParameterizedTest
  @CsvSource({
    "'', no bytes",
    "00, an empty block",
    "03 00, an empty last block",
    "02 00, a fixed one"
  })
  void emptyMessageIsEmpty(String hex, String description) {
    assertThat(inflate(inflation(OFFER), bytes(hex))).as(description).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "07, a reserved kind of block",
    "f2 48 cd c9, an end within a block",
    "00 05 00 fa ff 48 65, an end within stored bytes",
    "00 05 00 fa fe 48 65 6c 6c 6f 00, a length that does not match its complement",
    "f2 48 cd c9 c9 07 00 00 00 ff ff, the four bytes that should have been taken off",
    "f2 00 11 00 00, a reference to what was not there",
    "f3 48 cd c9 c9 07 00 ff, a reserved kind of block behind the last one",
    "ff, garbage"
  })
  void corruptDataIsSaidToBe(String hex, String description) {
    byte[] bytes = bytes(hex);

    assertThat(inflation(OFFER).inflate(bytes, true, new Out()))
        .as(description)
        .isEqualTo(Outcome.CORRUPT);
    Inflation inflation = inflation(OFFER);
    Outcome outcome = Outcome.FINE;
    for (int i = 0; i < bytes.length && outcome == Outcome.FINE; i++) {
      outcome = inflation.inflate(new byte[] {bytes[i]}, i == bytes.length - 1, new Out());
    }
    assertThat(outcome).as("%s, byte by byte", description).isEqualTo(Outcome.CORRUPT);
  }

  /** Each costs a fresh start of the inflater, whatever its size. */
  @Test
  void floodOfLastBlocksIsNotGoneThrough() {
    byte[] flood = new byte[60_000];
    for (int i = 0; i < flood.length; i += 2) {
      flood[i] = 3;
    }

    assertThat(inflation(OFFER).inflate(flood, true, new Out())).isEqualTo(Outcome.CORRUPT);
  }

  /** Those that are allowed count as if what they refer to had been sent again. */
  @Test
  void goingOnBehindALastBlockIsNotForNothing() {
    Inflation inflation = inflation(OFFER);
    byte[] window = new byte[40_000];
    Seeds.random("window").nextBytes(window);
    byte[] full = deflated(new Deflater(6, true), window, Seeds.random("window"));
    assertThat(inflation.inflate(full, true, new Out())).isEqualTo(Outcome.FINE);
    assertThat(inflation.inflatedBytes()).isEqualTo(window.length);

    byte[] lastBlocks = bytes("03 00 03 00 03 00 03 00");
    assertThat(inflation.inflate(lastBlocks, true, new Out())).isEqualTo(Outcome.FINE);

    assertThat(inflation.inflatedBytes()).isEqualTo(window.length + 3 * 32_768);
  }

  @Test
  void conversationOfAnyDeflaterComesBack() {
    SplittableRandom random = Seeds.random("conversations of deflaters");
    for (int round = 0; round < 200; round++) {
      boolean takeover = random.nextBoolean();
      int memory = random.nextBoolean() ? 1 << 20 : takeover ? 40 << 10 : 0;
      Inflation inflation = inflation(takeover ? OFFER : NO_TAKEOVER, memory);
      Deflater deflater = new Deflater(random.nextInt(10), true);
      for (int message = 0; message < 6; message++) {
        byte[] payload = Payloads.random(100_000, random);
        byte[] deflated = deflated(deflater, payload, random);
        if (!takeover) {
          deflater.reset();
        }

        assertThat(Arrays.equals(inPieces(inflation, deflated, random), payload)).isTrue();
      }
      deflater.end();
    }
  }

  @Test
  void outputThatWantsNoMoreStopsIt() {
    byte[] bomb = deflated(new Deflater(9, true), new byte[10 << 20], Seeds.random("bomb"));
    Inflation inflation = inflation(OFFER);
    Out out = new Out();
    out.limit = 100_000;

    assertThat(inflation.inflate(bomb, true, out)).isEqualTo(Outcome.STOPPED);
    assertThat(out.size()).isLessThan(120_000);
  }

  @Test
  void messageInPiecesHoldsMemoryOnlyUntilItsEnd() {
    Inflation inflation = inflation(NO_TAKEOVER);

    inflation.inflate(bytes("f2 48 cd"), false, new Out());
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isEqualTo(PooledInflater.BYTES);
    inflation.inflate(bytes("c9 c9 07 00"), true, new Out());
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isZero();
    inflation.inflate(bytes("f2 48 cd c9 c9 07 00"), false, new Out());
    inflation.inflate(bytes("ff ff ff ff"), false, new Out());
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isZero();
    inflation.inflate(bytes("f2 48 cd"), false, new Out());
    inflation.abandon();
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isZero();
  }

  private Inflation inflation(String offer) {
    return inflation(offer, 1 << 20);
  }

  private Inflation inflation(String offer, int memory) {
    Agreement agreement =
        new Compression(new CompressionSettings(true, 0, 6, memory, 15), events)
            .negotiate(List.of(offer));
    agreements.add(agreement);
    Inflation inflation = Objects.requireNonNull(agreement.newInflation(ledger));
    inflations.add(inflation);
    return inflation;
  }

  private static String inflate(Inflation inflation, byte[] deflated) {
    Out out = new Out();
    assertThat(inflation.inflate(deflated, true, out)).isEqualTo(Outcome.FINE);
    return out.text();
  }

  private static byte[] inPieces(Inflation inflation, byte[] deflated, SplittableRandom random) {
    Out out = new Out();
    int from = 0;
    while (random.nextInt(4) != 0) {
      int to = random.nextInt(from, deflated.length + 1);
      assertThat(inflation.inflate(Arrays.copyOfRange(deflated, from, to), false, out))
          .isEqualTo(Outcome.FINE);
      from = to;
    }
    byte[] last = Arrays.copyOfRange(deflated, from, deflated.length);
    assertThat(inflation.inflate(last, true, out)).isEqualTo(Outcome.FINE);
    return Arrays.copyOf(out.bytes(), out.size());
  }

  /** A message as a client would compress it, flushed here and there. */
  private static byte[] deflated(Deflater deflater, byte[] payload, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int from = 0;
    while (from < payload.length || payload.length == 0) {
      int count = payload.length == 0 ? 0 : random.nextInt(1, payload.length - from + 1);
      deflater.setInput(payload, from, count);
      from += count;
      int flush =
          from == payload.length ? Deflater.SYNC_FLUSH : FLUSHES[random.nextInt(FLUSHES.length)];
      int written = deflater.deflate(buffer, 0, buffer.length, flush);
      while (written > 0) {
        out.write(buffer, 0, written);
        written = deflater.deflate(buffer, 0, buffer.length, flush);
      }
      if (payload.length == 0) {
        break;
      }
    }
    byte[] whole = out.toByteArray();
    return whole.length == 0 ? new byte[] {0} : Arrays.copyOf(whole, whole.length - 4);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** Keeps what was inflated. */
  private static final class Out implements Inflation.Output {
    private byte[] bytes = {};
    private int limit = Integer.MAX_VALUE;

    @Override
    public boolean append(byte[] more, int count) {
      int end = bytes.length;
      bytes = Arrays.copyOf(bytes, end + count);
      System.arraycopy(more, 0, bytes, end, count);
      return bytes.length <= limit;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int size() {
      return bytes.length;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
