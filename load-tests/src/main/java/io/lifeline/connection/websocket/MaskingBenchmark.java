package io.lifeline.connection.websocket;

import io.lifeline.load.jmh.Nanoseconds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The mask alone, without the frame around it. In the package of what it measures, which stays
 * invisible to all others.
 */
public class MaskingBenchmark extends Nanoseconds {
  private static final int MASK = 0x3d21fa37;

  /** Payload in bytes. */
  @Param({"16", "125", "1024", "65536"})
  public int payloadBytes;

  private byte[] masked = {};
  private byte[] plain = {};

  @Setup
  public void setUp() {
    masked = new byte[payloadBytes];
    plain = new byte[payloadBytes];
  }

  @Benchmark
  public byte[] unmask() {
    Masking.copy(masked, 0, plain, 0, payloadBytes, MASK);
    return plain;
  }

  /** What any copy costs, to subtract. */
  @Benchmark
  public byte[] copyOnly() {
    System.arraycopy(masked, 0, plain, 0, payloadBytes);
    return plain;
  }
}
