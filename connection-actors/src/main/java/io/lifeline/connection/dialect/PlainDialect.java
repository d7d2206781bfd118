package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
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
 * The dialect for clients without a library: one JSON object in each text frame, written up in
 * {@code PROTOCOL.md}.
 *
 * <p>A request that it cannot understand gets an error reply and the connection stays; a binary
 * message ends the connection with 1003. Its heartbeat is the ping frame, which browsers answer by
 * themselves.
 */
public final class PlainDialect implements Dialect {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public Set<String> subprotocols() {
    return Set.of("lifeline.plain");
  }

  @Override
  public Requested requestedChannels(RequestHead head, Identity identity) {
    return RequestedChannels.in(head, identity);
  }

  @Override
  public Optional<Message> greeting(Greeting greeting) {
    JsonText json =
        new JsonText(192)
            .raw("{\"connected\":{\"connection\":")
            .string(greeting.connection())
            .raw(",\"user\":")
            .string(greeting.user())
            .raw(",\"channels\":[");
    String separator = "";
    for (String channel : greeting.channels()) {
      json.raw(separator).string(channel);
      separator = ",";
    }
    json.raw("],\"positions\":{");
    separator = "";
    for (ChannelOutcome.Joined joined : greeting.joined()) {
      json.raw(separator).string(joined.channel()).raw(":{");
      appendJoined(json, joined);
      json.raw("}");
      separator = ",";
    }
    json.raw("},\"heartbeat_ms\":").number(greeting.heartbeat().toMillis()).raw("}}");
    return Optional.of(Message.text(json.utf8()));
  }

  @Override
  public Optional<Message> publication(Publication publication) {
    JsonText before =
        new JsonText(64).raw("{\"channel\":").string(publication.channel()).raw(",\"data\":");
    JsonText after =
        new JsonText(64)
            .raw(",\"offset\":")
            .number(publication.offset())
            .raw(",\"epoch\":")
            .string(publication.epoch())
            .raw("}");
    return Optional.of(Message.text(around(before.utf8(), publication.json(), after.utf8())));
  }

  /** The data is valid JSON already, so it is copied and never parsed. */
  private static byte[] around(byte[] before, ByteString data, byte[] after) {
    byte[] whole = new byte[before.length + data.size() + after.length];
    System.arraycopy(before, 0, whole, 0, before.length);
    data.copyToArray(whole, before.length, data.size());
    System.arraycopy(after, 0, whole, before.length + data.size(), after.length);
    return whole;
  }

  @Override
  public Optional<Message> reset(String channel, Position position) {
    JsonText json = new JsonText(96).raw("{\"reset\":{\"channel\":").string(channel).raw(",");
    appendPosition(json, position);
    return Optional.of(Message.text(json.raw("}}").utf8()));
  }

  @Override
  public Optional<Message> presence(PresenceChange change) {
    JsonText json = new JsonText(128).raw("{\"presence\":{\"channel\":").string(change.channel());
    appendPresent(json.raw(",\"joined\":"), change.joined());
    appendPresent(json.raw(",\"left\":"), change.left());
    json.raw(",\"complete\":").raw(Boolean.toString(change.complete()));
    return Optional.of(Message.text(json.raw("}}").utf8()));
  }

  private static void appendPresent(JsonText json, List<Present> present) {
    json.raw("[");
    String separator = "";
    for (Present user : present) {
      json.raw(separator).raw("{\"user\":").string(user.user()).raw(",\"connections\":[");
      separator = "";
      for (String connection : user.connections()) {
        json.raw(separator).string(connection);
        separator = ",";
      }
      json.raw("]}");
      separator = ",";
    }
    json.raw("]");
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
      return List.of(PlainRequest.read(text.utf8().utf8String()));
    }
    if (message instanceof Inbound.Binary) {
      return List.of(new ClientCommand.Abort(CloseReason.UNSUPPORTED_DATA));
    }
    return List.of();
  }

  @Override
  public Optional<Message> answer(long requestId, ChannelOutcome outcome) {
    JsonText json = new JsonText(96).raw("{");
    if (requestId != PlainRequest.UNKNOWN_ID) {
      json.raw("\"id\":").number(requestId).raw(",");
    }
    if (outcome instanceof ChannelOutcome.Joined joined) {
      json.raw("\"subscribe\":{\"channel\":").string(joined.channel()).raw(",");
      appendJoined(json, joined);
    } else if (outcome instanceof ChannelOutcome.Left left) {
      json.raw("\"unsubscribe\":{\"channel\":").string(left.channel());
    } else if (outcome instanceof ChannelOutcome.Published published) {
      appendPublished(json, published);
    } else if (outcome instanceof ChannelOutcome.Presence presence) {
      json.raw("\"presence\":{\"channel\":").string(presence.channel());
      appendPresent(json.raw(",\"present\":"), presence.present());
      json.raw(",\"connections\":").number(presence.connections());
      json.raw(",\"complete\":").raw(Boolean.toString(presence.isComplete()));
    } else if (outcome instanceof ChannelOutcome.Rejected rejected) {
      json.raw("\"error\":{\"code\":").number(rejected.code());
      json.raw(",\"message\":").string(rejected.message());
    }
    return Optional.of(Message.text(json.raw("}}").utf8()));
  }

  private static void appendPublished(JsonText json, ChannelOutcome.Published published) {
    json.raw("\"publish\":{\"channel\":").string(published.channel()).raw(",");
    appendPosition(json, new Position(published.epoch(), published.offset()));
  }

  private static void appendJoined(JsonText json, ChannelOutcome.Joined joined) {
    appendPosition(json, joined.position());
    if (joined.recovery() != ChannelOutcome.Recovery.NOT_ASKED) {
      boolean recovered = joined.recovery() == ChannelOutcome.Recovery.RECOVERED;
      json.raw(",\"recovered\":").raw(Boolean.toString(recovered));
    }
  }

  private static void appendPosition(JsonText json, Position position) {
    json.raw("\"offset\":").number(position.offset());
    json.raw(",\"epoch\":").string(position.epoch());
  }
}
