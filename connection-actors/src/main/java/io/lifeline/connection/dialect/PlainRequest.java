package io.lifeline.connection.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.Position;
import java.io.IOException;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request of the plain dialect: a JSON object with an {@code id} and one command.
 *
 * <p>It is strict: a field that it does not know is an error and never ignored, since a client that
 * asks for something must not believe that it has it. Used for one message by one thread.
 */
final class PlainRequest {
  /** Stands for the id of a request in which none was found; ids begin with 1. */
  static final long UNKNOWN_ID = 0;

  /** The largest integer that JavaScript can count with. */
  private static final long MAX_ID = (1L << 53) - 1;

  private static final int BAD_REQUEST = 107;
  private static final int SHOWN_CHARACTERS = 40;
  private static final int MAX_IDEMPOTENCY_KEY = 255;
  private static final Set<String> COMMANDS =
      Set.of("subscribe", "unsubscribe", "publish", "presence");
  private static final String EXPECTED_SINCE =
      "since: expected an object with offset, a whole number, and epoch";

  private final String text;
  private long id = UNKNOWN_ID;
  private @Nullable String command;
  private @Nullable String channel;
  private @Nullable ByteString data;
  private @Nullable Position since;
  private String idempotencyKey = "";
  private @Nullable String problem;

  private PlainRequest(String text) {
    this.text = text;
  }

  /** Never throws: what cannot be understood is a {@link ClientCommand.Malformed}. */
  static ClientCommand read(String text) {
    PlainRequest request = new PlainRequest(text);
    try (JsonParser parser = StrictJson.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return malformed(UNKNOWN_ID, "not a JSON object");
      }
      request.readFields(parser);
      if (parser.nextToken() != null) {
        return malformed(UNKNOWN_ID, "more than one JSON object in a message");
      }
    } catch (IOException notJson) {
      return malformed(UNKNOWN_ID, "malformed JSON");
    }
    return request.toCommand();
  }

  private void readFields(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("id")) {
        readId(parser, value);
      } else if (command != null) {
        complain("more than one command, or an unknown field: " + shown(name));
        parser.skipChildren();
      } else {
        command = name;
        readArguments(parser, value, name);
      }
    }
  }

  private void readId(JsonParser parser, JsonToken value) throws IOException {
    if (isLong(parser, value) && parser.getLongValue() >= 1 && parser.getLongValue() <= MAX_ID) {
      id = parser.getLongValue();
    } else {
      complain("id: expected an integer from 1 to " + MAX_ID);
      parser.skipChildren();
    }
  }

  private void readArguments(JsonParser parser, JsonToken value, String name) throws IOException {
    if (!COMMANDS.contains(name)) {
      complain("unknown command: " + shown(name));
      parser.skipChildren();
    } else if (value != JsonToken.START_OBJECT) {
      complain(name + ": expected an object");
      parser.skipChildren();
    } else {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        readArgument(parser, name);
      }
    }
  }

  private void readArgument(JsonParser parser, String of) throws IOException {
    String name = parser.currentName();
    JsonToken value = parser.nextToken();
    if (name.equals("channel") && value == JsonToken.VALUE_STRING) {
      channel = parser.getText();
    } else if (name.equals("channel")) {
      complain("channel: expected a string");
      parser.skipChildren();
    } else if (name.equals("data") && of.equals("publish")) {
      data = ByteString.fromString(StrictJson.value(parser, text));
    } else if (name.equals("idempotency_key") && of.equals("publish")) {
      readIdempotencyKey(parser, value);
    } else if (name.equals("since") && of.equals("subscribe")) {
      readSince(parser, value);
    } else {
      complain(of + ": unknown field: " + shown(name));
      parser.skipChildren();
    }
  }

  private void readIdempotencyKey(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING
        && parser.getTextLength() > 0
        && parser.getTextLength() <= MAX_IDEMPOTENCY_KEY) {
      idempotencyKey = parser.getText();
    } else {
      complain("idempotency_key: expected a string of 1.." + MAX_IDEMPOTENCY_KEY + " characters");
      parser.skipChildren();
    }
  }

  private void readSince(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      complain(EXPECTED_SINCE);
      parser.skipChildren();
      return;
    }
    long offset = -1;
    String epoch = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("offset") && isLong(parser, token)) {
        offset = parser.getLongValue();
      } else if (name.equals("epoch") && token == JsonToken.VALUE_STRING) {
        epoch = parser.getText();
      } else {
        complain(EXPECTED_SINCE);
        parser.skipChildren();
      }
    }
    since = Position.of(epoch, offset).orElse(null);
    if (since == null) {
      complain(EXPECTED_SINCE);
    }
  }

  private static boolean isLong(JsonParser parser, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  private ClientCommand toCommand() {
    if (id == UNKNOWN_ID) {
      complain("id: missing");
    }
    if (command == null) {
      complain("command: missing");
    }
    if (channel == null) {
      complain("channel: missing");
    }
    if ("publish".equals(command) && data == null) {
      complain("data: missing");
    }
    if (problem != null || command == null || channel == null) {
      return malformed(id, problem == null ? "bad request" : problem);
    }
    if (data != null) {
      return new ClientCommand.Publish(id, channel, data, idempotencyKey);
    }
    return switch (command) {
      case "subscribe" -> new ClientCommand.Subscribe(id, channel, since);
      case "unsubscribe" -> new ClientCommand.Unsubscribe(id, channel);
      default -> new ClientCommand.Presence(id, channel);
    };
  }

  /** Keeps the first problem, which is the one that the client is told. */
  private void complain(String found) {
    if (problem == null) {
      problem = found;
    }
  }

  private static String shown(String name) {
    return name.length() <= SHOWN_CHARACTERS ? name : name.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static ClientCommand malformed(long id, String message) {
    return new ClientCommand.Malformed(id, new Rejected(BAD_REQUEST, message));
  }
}
