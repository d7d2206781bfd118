package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Ping;
import io.lifeline.connection.websocket.Inbound.Pong;
import io.lifeline.connection.websocket.Inbound.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What was written is what is read, whatever it was and however it was split. */
class RoundTripTest {
  private static final int ROUNDS = 2_000;

  @Test
  void conversationIsReadAsItWasMeant() {
    SplittableRandom random = Seeds.random("conversations");
    for (int round = 0; round < ROUNDS; round++) {
      ClientFrame[] frames = RandomFrames.conversation(random);
      byte[] bytes = Decoding.concatenated(frames);

      assertThat(Decoding.decodePieces(Decoding.LIMITS, Decoding.randomPieces(bytes, random)))
          .isEqualTo(meant(frames));
    }
  }

  /** The slow and obvious decoder: joins fragments, believes everything. */
  private static List<Inbound> meant(ClientFrame... frames) {
    List<Inbound> events = new ArrayList<>();
    ByteString message = ByteString.emptyByteString();
    boolean text = false;
    for (ClientFrame frame : frames) {
      if (frame.opcode() == Opcode.PING) {
        events.add(new Ping(frame.data()));
      } else if (frame.opcode() == Opcode.PONG) {
        events.add(new Pong(frame.data()));
      } else {
        text = frame.opcode() == Opcode.CONTINUATION ? text : frame.opcode() == Opcode.TEXT;
        message = message.concat(frame.data());
        if (frame.fin()) {
          events.add(text ? new Text(message) : new Binary(message));
          message = ByteString.emptyByteString();
        }
      }
    }
    return events;
  }
}
