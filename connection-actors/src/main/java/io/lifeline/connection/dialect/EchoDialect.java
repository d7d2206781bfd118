package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Publication;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * Sends every text and binary message back as it came, as one message; for conformance tests of the
 * framing. It begins with silence and has no channels: publications and answers are empty.
 */
public final class EchoDialect implements Dialect {
  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Set<String> subprotocols() {
    return Set.of("echo");
  }

  @Override
  public Requested requestedChannels(RequestHead head, Identity identity) {
    return Requested.NOTHING;
  }

  @Override
  public Optional<Message> greeting(Greeting greeting) {
    return Optional.empty();
  }

  @Override
  public Optional<Message> publication(Publication publication) {
    return Optional.empty();
  }

  @Override
  public Optional<Message> reset(String channel, Position position) {
    return Optional.empty();
  }

  @Override
  public Optional<Message> presence(PresenceChange change) {
    return Optional.empty();
  }

  @Override
  public ByteString ping(long sequence) {
    return HeartbeatPing.frame(sequence);
  }

  @Override
  public OptionalLong answeredPing(Inbound inbound) {
    return HeartbeatPing.answeredBy(inbound);
  }

  @Override
  public List<ClientCommand> commands(Inbound message) {
    if (message instanceof Inbound.Text text) {
      return List.of(new ClientCommand.Respond(Message.text(text.utf8())));
    }
    if (message instanceof Inbound.Binary binary) {
      return List.of(new ClientCommand.Respond(Message.binary(binary.bytes())));
    }
    return List.of();
  }

  @Override
  public Optional<Message> answer(long requestId, ChannelOutcome outcome) {
    return Optional.empty();
  }
}
