package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Position;
import io.lifeline.connection.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the plain dialect hears, checked message by message: each is the one after the
 * last, or it was told that it is not. For one thread.
 */
final class HeardByClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Position> positions = new HashMap<>();
  private final Set<String> joined = new HashSet<>();
  private final Set<String> present = new HashSet<>();
  private int presenceWords;
  private int presenceGaps;
  private int messages;
  private int timed;
  private final List<String> resets = new ArrayList<>();

  /** It comes back with a position, or with null for none. */
  void comesWith(String channel, @Nullable Position since) {
    if (since != null) {
      positions.put(channel, since);
    }
  }

  /** Takes in what has come so far. */
  void listen(Queue<Writer.Command> told) {
    for (Writer.Command command = told.poll(); command != null; command = told.poll()) {
      if (command instanceof Writer.Greet greet) {
        greet.joined().forEach(this::begin);
      } else if (command instanceof Writer.Send send) {
        hear(json(send.frame()));
      } else if (command instanceof Writer.Deliver deliver) {
        hear(json(deliver.frame()));
        timed += deliver.journey() == null ? 0 : 1;
      }
    }
  }

  int messages() {
    return messages;
  }

  /** How many of the messages are timed. */
  int timed() {
    return timed;
  }

  /**
   * The channels of which it was told that it may have missed something, as often as it was told.
   * The personal one is left out: tests wait until the named ones stand where they should, and the
   * word of one in which nothing is published may come before or after that.
   */
  List<String> resets() {
    return resets.stream().filter(channel -> !ChannelName.isPersonal(channel)).toList();
  }

  /** The connections of which it was told that they have joined, and not that they have left. */
  Set<String> present() {
    return present;
  }

  /** How often it was told who has joined and left. */
  int presenceWords() {
    return presenceWords;
  }

  /** How often it was told that this is not all. */
  int presenceGaps() {
    return presenceGaps;
  }

  /** The channels that it was let into. */
  Set<String> joined() {
    return joined;
  }

  Map<String, Position> positions() {
    return positions;
  }

  private void hear(JsonNode said) {
    if (said.has("subscribe")) {
      JsonNode answer = said.get("subscribe");
      String channel = answer.get("channel").asText();
      begin(channel, position(answer), answer.path("recovered").asBoolean());
    } else if (said.has("reset")) {
      String channel = said.at("/reset/channel").asText();
      resets.add(channel);
      positions.put(channel, position(said.get("reset")));
    } else if (said.has("presence")) {
      presence(said.get("presence"));
    } else {
      message(said);
    }
  }

  private void presence(JsonNode change) {
    assertThat(joined).contains(change.get("channel").asText());
    presenceWords++;
    presenceGaps += change.get("complete").asBoolean() ? 0 : 1;
    for (JsonNode user : change.get("joined")) {
      user.get("connections").forEach(connection -> present.add(connection.asText()));
    }
    for (JsonNode user : change.get("left")) {
      user.get("connections").forEach(connection -> present.remove(connection.asText()));
    }
  }

  private void begin(ChannelOutcome.Joined answer) {
    boolean recovered = answer.recovery() == ChannelOutcome.Recovery.RECOVERED;
    begin(answer.channel(), answer.position(), recovered);
  }

  private void begin(String channel, Position position, boolean recovered) {
    joined.add(channel);
    if (!recovered) {
      positions.put(channel, position);
    }
  }

  private void message(JsonNode said) {
    messages++;
    Position at = position(said);
    Position before = positions.put(said.get("channel").asText(), at);
    assertThat(before).as("a message of a channel that was not joined: %s", said).isNotNull();
    assertThat(at)
        .as("after %s", before)
        .isEqualTo(new Position(before.epoch(), before.offset() + 1));
  }

  private static Position position(JsonNode said) {
    return new Position(said.get("epoch").asText(), said.get("offset").asLong());
  }

  private static JsonNode json(ByteString frame) {
    String text = frame.utf8String();
    try {
      return JSON.readTree(text.substring(text.indexOf('{')));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
