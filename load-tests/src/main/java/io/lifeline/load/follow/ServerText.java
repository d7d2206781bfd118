package io.lifeline.load.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a server says in the plain dialect. */
sealed interface ServerText {
  /** Where a channel is and, of a client that resumes, whether it recovers. */
  record Told(Position at, Optional<Boolean> recovered) {}

  /** The first message of a connection. */
  record Connected(Map<String, Told> positions, int heartbeatMillis) implements ServerText {
    public Connected {
      positions = Map.copyOf(positions);
    }
  }

  /** A channel whose position was not known when the connection was greeted. */
  record Subscribed(String channel, Told told) implements ServerText {}

  /**
   * @param number which message of the publishers it is; -1 for one that is not theirs
   * @param dueNanos when it was to be published
   */
  record Publication(String channel, Position at, long number, long dueNanos)
      implements ServerText {}

  /** Messages of a channel are lost, or it began anew. */
  record Reset(String channel, Position to) implements ServerText {}

  /** An error, whatever the rest of the text is, or something that no page describes. */
  record Unexpected(String text) implements ServerText {}

  JsonMapper JSON = new JsonMapper();

  /** Reads one text message. */
  static ServerText of(String text) {
    try {
      return of(JSON.readTree(text), text);
    } catch (JsonProcessingException e) {
      return new Unexpected(text);
    }
  }

  private static ServerText of(JsonNode json, String text) {
    if (json.has("data")) {
      JsonNode data = json.path("data");
      return new Publication(
          json.path("channel").asText(),
          position(json),
          data.path("n").asLong(-1),
          data.path("due").asLong());
    } else if (json.has("connected")) {
      return connected(json.path("connected"));
    } else if (json.has("subscribe")) {
      JsonNode subscribe = json.path("subscribe");
      return new Subscribed(subscribe.path("channel").asText(), told(subscribe));
    } else if (json.has("reset")) {
      JsonNode reset = json.path("reset");
      return new Reset(reset.path("channel").asText(), position(reset));
    }
    return new Unexpected(text);
  }

  private static Connected connected(JsonNode json) {
    Map<String, Told> positions = new LinkedHashMap<>();
    json.path("positions")
        .properties()
        .forEach(entry -> positions.put(entry.getKey(), told(entry.getValue())));
    return new Connected(positions, json.path("heartbeat_ms").asInt());
  }

  private static Told told(JsonNode json) {
    JsonNode recovered = json.path("recovered");
    return new Told(
        position(json),
        recovered.isBoolean() ? Optional.of(recovered.booleanValue()) : Optional.empty());
  }

  private static Position position(JsonNode json) {
    return new Position(json.path("offset").asLong(-1), json.path("epoch").asText());
  }
}
