package io.lifeline.load.jmh;

import io.lifeline.connection.websocket.FrameEncoder;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What a message costs that becomes a frame, once for all its receivers. */
public class FrameRenderingBenchmark extends Nanoseconds {
  /** Payload in bytes. */
  @Param({"16", "125", "1024", "65536"})
  public int payloadBytes;

  private ByteString payload = ByteString.emptyByteString();

  @Setup
  public void setUp() {
    payload = ByteString.fromArray(new byte[payloadBytes]);
  }

  @Benchmark
  public ByteString text() {
    return FrameEncoder.text(payload);
  }

  @Benchmark
  public ByteString binary() {
    return FrameEncoder.binary(payload);
  }
}
