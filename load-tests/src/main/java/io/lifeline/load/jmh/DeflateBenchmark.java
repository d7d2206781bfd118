package io.lifeline.load.jmh;

import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Message;
import io.lifeline.connection.websocket.WebSocketDecoder;
import io.lifeline.connection.websocket.WebSocketLimits;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.ResourceLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What compressing a message costs, once for all its receivers, and what inflating one costs:
 * nanoseconds, and with {@code -prof gc} bytes. The set-up prints how short the message becomes.
 */
public class DeflateBenchmark extends Nanoseconds {
  /** Of JSON, in bytes. */
  @Param({"64", "128", "256", "512", "1024", "16384"})
  public int payloadBytes;

  @Param({"1", "6"})
  public int level;

  private static final WebSocketLimits LIMITS = new WebSocketLimits(1 << 20, 1 << 20);

  private Message message = Message.text(ByteString.emptyByteString());
  private Agreement agreement = Agreement.NONE;
  private ByteString frame = ByteString.emptyByteString();
  private WebSocketDecoder fresh = new WebSocketDecoder(LIMITS);
  private WebSocketDecoder takingOver = new WebSocketDecoder(LIMITS);

  @Setup
  public void setUp() {
    byte[] json = json(payloadBytes).getBytes(StandardCharsets.UTF_8);
    Compression compression =
        new Compression(new CompressionSettings(true, 0, level, 1 << 20, 15), new NoEvents());
    message = Message.text(json);
    agreement = compression.negotiate(List.of("permessage-deflate; client_no_context_takeover"));
    byte[] compressed = agreement.deflation().compress(json);
    frame = compressed == null ? MaskedFrames.binary(json) : MaskedFrames.compressed(compressed);
    fresh = new WebSocketDecoder(LIMITS, agreement.newInflation(new ResourceLedger()));
    takingOver =
        new WebSocketDecoder(
            LIMITS,
            compression
                .negotiate(List.of("permessage-deflate"))
                .newInflation(new ResourceLedger()));
    System.out.println(
        "\n# "
            + json.length
            + " bytes become "
            + FrameEncoder.message(message, agreement.deflation()).length());
  }

  @Benchmark
  public ByteString compress() {
    return FrameEncoder.message(message, agreement.deflation());
  }

  @Benchmark
  public void inflate(Blackhole messages) {
    fresh.decode(frame, messages::consume);
  }

  /** From a client whose messages may refer to the 32 KiB before. */
  @Benchmark
  public void inflateWithHistory(Blackhole messages) {
    takingOver.decode(frame, messages::consume);
  }

  /** Quotes: names that recur and numbers that do not. */
  private static String json(int bytes) {
    SplittableRandom random = new SplittableRandom(bytes);
    StringBuilder json = new StringBuilder("{\"channel\":\"quotes\",\"data\":[");
    while (json.length() < bytes) {
      json.append("{\"symbol\":\"").append((char) ('A' + random.nextInt(26)));
      json.append((char) ('A' + random.nextInt(26))).append("\",\"bid\":");
      json.append(random.nextInt(100_000) / 100.0).append(",\"at\":").append(random.nextInt());
      json.append("},");
    }
    return json.substring(0, bytes);
  }

  /** Counting is not what is measured. */
  private static final class NoEvents implements EventSink {
    @Override
    public void add(Metric metric, long amount) {}

    @Override
    public void add(Metric metric, String tagValue, long amount) {}

    @Override
    public void set(Metric metric, long value) {}

    @Override
    public void set(Metric metric, String tagValue, long value) {}

    @Override
    public void record(Metric metric, long nanoseconds) {}

    @Override
    public void record(Metric metric, String tagValue, long nanoseconds, long times) {}
  }
}
