package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Allocation;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** An idle decoder holds next to nothing, also after it has read: there is one per connection. */
class RetainedMemoryTest {
  private static final int DECODERS = 5_000;
  private static final WebSocketLimits LIMITS = new WebSocketLimits(100_000, 100_000);

  @Test
  void newDecoderTakesAboutHundredBytes() {
    WebSocketDecoder[] decoders = new WebSocketDecoder[DECODERS];
    decoders[0] = new WebSocketDecoder(LIMITS); // loads the classes

    long allocated =
        Allocation.of(
            () -> {
              for (int i = 0; i < DECODERS; i++) {
                decoders[i] = new WebSocketDecoder(LIMITS);
              }
            });

    assertThat(allocated / DECODERS).isLessThanOrEqualTo(104);
    assertThat(decoders).doesNotContainNull();
  }

  @Test
  void decoderKeepsNoBufferAfterAMessageInPieces() throws IllegalAccessException {
    ByteString frame = ByteString.fromArray(ClientFrame.sized(Opcode.BINARY, 50_000).bytes());
    ByteString ping = ByteString.fromArray(ClientFrame.sized(Opcode.PING, 125).bytes());
    WebSocketDecoder decoder = new WebSocketDecoder(LIMITS);
    List<Inbound> events = new ArrayList<>();

    decoder.decode(frame.take(20_000), events::add);
    assertThat(buffersOf(decoder)).hasSize(1);
    decoder.decode(frame.drop(20_000), events::add);
    decoder.decode(ping.take(20), events::add);
    assertThat(buffersOf(decoder)).hasSize(1);
    decoder.decode(ping.drop(20), events::add);

    assertThat(events).hasSize(2);
    assertThat(buffersOf(decoder)).isEmpty();
  }

  @Test
  void decoderKeepsNoBufferAfterAViolation() throws IllegalAccessException {
    WebSocketDecoder decoder = new WebSocketDecoder(LIMITS);
    List<Inbound> events = new ArrayList<>();

    decoder.decode(
        ByteString.fromArray(ClientFrame.sized(Opcode.BINARY, 9).unfinished().bytes()),
        events::add);
    decoder.decode(ByteString.fromArray(ClientFrame.text("x").bytes()), events::add);

    assertThat(events).singleElement().isInstanceOf(Inbound.Violation.class);
    assertThat(buffersOf(decoder)).isEmpty();
  }

  private static List<Object> buffersOf(WebSocketDecoder decoder) throws IllegalAccessException {
    List<Object> buffers = new ArrayList<>();
    for (var field : WebSocketDecoder.class.getDeclaredFields()) {
      field.setAccessible(true);
      Object value = field.get(decoder);
      if (value instanceof byte[] || value instanceof PartialMessage) {
        buffers.add(value);
      }
    }
    return buffers;
  }
}
