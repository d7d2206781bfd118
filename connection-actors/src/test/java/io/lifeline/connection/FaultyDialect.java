package io.lifeline.connection;

import io.lifeline.connection.dialect.ClientCommand;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;

/** The plain dialect with a bug of our own at a chosen place. */
final class FaultyDialect implements Dialect {
  enum Fault {
    IN_GREETING,
    IN_COMMANDS,
    IN_PING
  }

  private final PlainDialect plain = new PlainDialect();
  private final Fault fault;

  FaultyDialect(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public Requested requestedChannels(RequestHead head, Identity identity) {
    return plain.requestedChannels(head, identity);
  }

  @Override
  public Optional<Message> greeting(Greeting greeting) {
    if (fault == Fault.IN_GREETING) {
      throw new IllegalStateException("a bug in greeting");
    }
    return plain.greeting(greeting);
  }

  @Override
  public Optional<Message> publication(Publication publication) {
    return plain.publication(publication);
  }

  @Override
  public Optional<Message> reset(String channel, Position position) {
    return plain.reset(channel, position);
  }

  @Override
  public Optional<Message> presence(PresenceChange change) {
    return plain.presence(change);
  }

  @Override
  public ByteString ping(long sequence) {
    if (fault == Fault.IN_PING) {
      throw new IllegalStateException("a bug in ping");
    }
    return plain.ping(sequence);
  }

  @Override
  public OptionalLong answeredPing(Inbound inbound) {
    return plain.answeredPing(inbound);
  }

  @Override
  public List<ClientCommand> commands(Inbound message) {
    if (fault == Fault.IN_COMMANDS) {
      throw new IllegalStateException("a bug in commands");
    }
    return plain.commands(message);
  }

  @Override
  public Optional<Message> answer(long requestId, ChannelOutcome outcome) {
    return plain.answer(requestId, outcome);
  }
}
