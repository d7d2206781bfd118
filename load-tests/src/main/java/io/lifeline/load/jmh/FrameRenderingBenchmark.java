package io.lifeline.load.jmh;

import io.lifeline.connection.websocket.FrameEncoder;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
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

/** What a message costs that becomes a frame, once for all its receivers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FrameRenderingBenchmark {
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
