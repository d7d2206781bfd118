package io.lifeline.load.jmh;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.WebSocketDecoder;
import io.lifeline.connection.websocket.WebSocketLimits;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a frame costs on its way in and out: nanoseconds, and with {@code -prof gc} bytes.
 *
 * <p>The masked frames are decoded through the public door, as the stream stage does it. Binary is
 * the price of header, copy and mask; text less binary is that of the UTF-8 check.
 */
public class FrameCodecBenchmark extends Nanoseconds {
  private static final int PIECES = 4;

  /** Payload in bytes. */
  @Param({"32", "1024", "65536"})
  public int payloadBytes;

  private final WebSocketDecoder decoder =
      new WebSocketDecoder(new WebSocketLimits(1 << 20, 1 << 20));
  private ByteString payload = ByteString.emptyByteString();
  private ByteString ascii = ByteString.emptyByteString();
  private ByteString japanese = ByteString.emptyByteString();
  private ByteString binary = ByteString.emptyByteString();
  private final ByteString[] pieces = new ByteString[PIECES];

  @Setup
  public void setUp() {
    payload = ByteString.fromString("a".repeat(payloadBytes));
    ascii = MaskedFrames.text("a".repeat(payloadBytes));
    japanese = MaskedFrames.text("日".repeat(payloadBytes / 3));
    binary = MaskedFrames.binary(new byte[payloadBytes]);
    int pieceBytes = ascii.length() / PIECES;
    for (int i = 0; i < PIECES; i++) {
      int until = i == PIECES - 1 ? ascii.length() : (i + 1) * pieceBytes;
      pieces[i] = ascii.slice(i * pieceBytes, until).compact();
    }
  }

  @Benchmark
  public void decodeAsciiText(Blackhole messages) {
    decoder.decode(ascii, messages::consume);
  }

  @Benchmark
  public void decodeJapaneseText(Blackhole messages) {
    decoder.decode(japanese, messages::consume);
  }

  @Benchmark
  public void decodeBinary(Blackhole messages) {
    decoder.decode(binary, messages::consume);
  }

  @Benchmark
  public void decodeAsciiTextInFourPieces(Blackhole messages) {
    for (ByteString piece : pieces) {
      decoder.decode(piece, messages::consume);
    }
  }

  @Benchmark
  public ByteString encodeText() {
    return FrameEncoder.text(payload);
  }
}
