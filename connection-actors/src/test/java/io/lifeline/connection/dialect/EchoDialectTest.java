package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Publication;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class EchoDialectTest extends DialectContract {
  @Override
  Dialect dialect() {
    return new EchoDialect();
  }

  @Test
  void textComesBackAsText() {
    Message echo = echoed(new Inbound.Text(ByteString.fromString("h\u00e9")));

    assertThat(echo).isEqualTo(Message.text(ByteString.fromString("h\u00e9")));
  }

  @Test
  void binaryComesBackAsBinary() {
    byte[] bytes = {0, 1, -1};

    Message echo = echoed(new Inbound.Binary(ByteString.fromArray(bytes)));

    assertThat(echo).isEqualTo(Message.binary(ByteString.fromArray(bytes)));
  }

  @Test
  void emptyMessageComesBackEmpty() {
    assertThat(echoed(new Inbound.Text(ByteString.emptyByteString())))
        .isEqualTo(Message.text(ByteString.emptyByteString()));
  }

  @Test
  void beginsWithSilenceAndHasNoChannels() {
    RequestHead head = new RequestHead("GET", "/echo?channel=news", "HTTP/1.1", List.of());

    assertThat(dialect().requestedChannels(head, ALICE).channels()).isEmpty();
    assertThat(
            dialect()
                .greeting(
                    new Dialect.Greeting("c", "u", List.of(), List.of(), Duration.ofSeconds(30))))
        .isEmpty();
    assertThat(dialect().publication(new Publication("#alice", ByteString.fromString("1"), 1, "e")))
        .isEmpty();
    assertThat(dialect().answer(1, JOINED)).isEmpty();
    assertThat(dialect().reset("news", JOINED.position())).isEmpty();
  }

  private Message echoed(Inbound message) {
    List<ClientCommand> commands = dialect().commands(message);
    assertThat(commands).singleElement().isInstanceOf(ClientCommand.Respond.class);
    return ((ClientCommand.Respond) commands.get(0)).message();
  }
}
