package io.lifeline.connection;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.load.jmh.Nanoseconds;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What a frame costs that has to wait for its socket: it is added, and drained with the others as
 * one write. In the package of what it measures, which stays invisible to all others.
 */
public class OutboundQueueBenchmark extends Nanoseconds {
  /** How many frames wait when the socket is ready. */
  @Param({"1", "8", "64"})
  public int frames;

  /** Payload of each in bytes. */
  @Param({"64", "1024"})
  public int payloadBytes;

  private final OutboundQueue queue =
      new OutboundQueue(new OutboundSettings(1 << 20, OutboundSettings.Overflow.DISCONNECT));
  private ByteString frame = ByteString.emptyByteString();

  @Setup
  public void setUp() {
    frame = FrameEncoder.text(ByteString.fromString("a".repeat(payloadBytes)));
  }

  @Benchmark
  public ByteString addAndDrain() {
    for (int i = 0; i < frames; i++) {
      if (!queue.addPublication("channel", frame)) {
        throw new IllegalStateException("the queue is full");
      }
    }
    return queue.drain();
  }
}
