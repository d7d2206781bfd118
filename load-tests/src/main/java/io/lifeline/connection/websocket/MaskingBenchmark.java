package io.lifeline.connection.websocket;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The mask alone, without the frame around it. In the package of what it measures, which stays
 * invisible to all others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MaskingBenchmark {
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
