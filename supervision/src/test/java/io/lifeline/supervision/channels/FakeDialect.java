package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import io.lifeline.connection.Publication;
import io.lifeline.connection.dialect.ClientCommand;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;

/** A dialect that puts its name before a message's data and counts how often it encodes. */
final class FakeDialect implements Dialect {
  private final String name;
  volatile int encodings;
  volatile boolean failing; // as if it had a bug

  FakeDialect(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the hub only
  public Optional<Message> publication(Publication publication) {
    encodings++;
    if (failing) {
      throw new IllegalStateException("a bug in publication");
    }
    return Optional.of(
        Message.text(ByteString.fromString(name + ":").concat(publication.json()).compact()));
  }

  @Override
  public Requested requestedChannels(RequestHead head, Identity identity) {
    return Requested.NOTHING;
  }

  @Override
  public Optional<Message> greeting(Greeting greeting) {
    return said(hello(greeting.channels(), greeting.joined()));
  }

  static String hello(List<String> channels, List<ChannelOutcome.Joined> joined) {
    return "hello " + channels + " " + joined.stream().map(FakeDialect::text).sorted().toList();
  }

  @Override
  public Optional<Message> reset(String channel, Position position) {
    return said("reset " + channel + " " + position.offset());
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the hub only
  public Optional<Message> presence(PresenceChange change) {
    encodings++;
    return said(
        change.channel()
            + " +"
            + connections(change.joined())
            + " -"
            + connections(change.left())
            + (change.complete() ? "" : " and more"));
  }

  private static List<String> connections(List<Present> present) {
    return present.stream()
        .flatMap(user -> user.connections().stream().map(one -> user.user() + "/" + one))
        .toList();
  }

  @Override
  public ByteString ping(long sequence) {
    return ByteString.emptyByteString();
  }

  @Override
  public OptionalLong answeredPing(Inbound inbound) {
    return OptionalLong.empty();
  }

  @Override
  public List<ClientCommand> commands(Inbound message) {
    return List.of();
  }

  @Override
  public Optional<Message> answer(long requestId, ChannelOutcome outcome) {
    return outcome instanceof ChannelOutcome.Joined joined
        ? said(requestId + " " + text(joined))
        : Optional.empty();
  }

  private static String text(ChannelOutcome.Joined joined) {
    return joined.channel() + " " + joined.position().offset() + " " + joined.recovery();
  }

  private static Optional<Message> said(String text) {
    return Optional.of(Message.text(ByteString.fromString(text)));
  }
}
