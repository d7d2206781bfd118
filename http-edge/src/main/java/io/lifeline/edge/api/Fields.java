package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request's body and remembers the first problem instead of failing, so that
 * a method reads all it needs and asks {@link #problem} once. Not thread-safe.
 */
final class Fields {
  private final JsonNode body;
  private final @Nullable String traceparent;
  private @Nullable String problem;

  Fields(JsonNode body) {
    this(body, null);
  }

  /**
   * @param traceparent that came with the request, or null
   */
  Fields(JsonNode body, @Nullable String traceparent) {
    this.body = body;
    this.traceparent = traceparent;
    if (!body.isObject()) {
      reject("the body", "an object");
    }
  }

  /** As the caller's header has it, unread; null if there is none. */
  @Nullable String traceparent() {
    return traceparent;
  }

  /** What is wrong, naming the field. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void reject(String field, String expected) {
    if (problem == null) {
      problem = field + ": expected " + expected;
    }
  }

  /** The problem of an object in {@code field} is one of this body, under its full name. */
  void adoptProblem(String field, Fields inner) {
    if (problem == null && inner.problem != null) {
      problem = field + "." + inner.problem;
    }
  }

  boolean has(String field) {
    return body.hasNonNull(field);
  }

  /** A text that must be there and not be empty. */
  String text(String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      reject(field, "a text that is not empty");
      return "";
    }
    return value.textValue();
  }

  /** A text that may be missing or empty. */
  String text(String field, String missing) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return missing;
    }
    if (!value.isTextual()) {
      reject(field, "a text");
      return missing;
    }
    return value.textValue();
  }

  /** A whole number within {@code [least, most]} that may be missing. */
  int number(String field, int least, int most, int missing) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return missing;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.intValue() < least
        || value.intValue() > most) {
      reject(field, "a whole number, " + least + ".." + most);
      return missing;
    }
    return value.intValue();
  }

  /** A flag that may be missing, which is false. */
  boolean flag(String field) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      reject(field, "true or false");
    }
    return value.asBoolean();
  }

  /** 1 to {@code most} texts, none of them empty. */
  List<String> texts(String field, int most) {
    JsonNode value = body.path(field);
    List<String> texts = new ArrayList<>();
    boolean valid = value.isArray() && !value.isEmpty() && value.size() <= most;
    if (valid) {
      for (JsonNode element : value) {
        valid &= element.isTextual() && !element.textValue().isEmpty();
        texts.add(element.asText());
      }
    }
    if (!valid) {
      reject(field, "a list of 1.." + most + " texts that are not empty");
    }
    return texts;
  }

  /** As {@link #texts}; none if the field is missing or an empty list. */
  List<String> textsIfAny(String field, int most) {
    JsonNode value = body.path(field);
    boolean none = value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
    return none ? List.of() : texts(field, most);
  }

  /** An object within this one that may be missing; its problems are this one's. */
  Optional<JsonNode> object(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      reject(field, "an object");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** The message: any JSON in {@code data}, or JSON in base64 in {@code b64data}. */
  ByteString data() {
    if (body.has("data") == has("b64data")) {
      reject("data", "any JSON, either in data or as base64 in b64data");
      return ByteString.emptyByteString();
    }
    Optional<JsonNode> value = body.has("data") ? Optional.of(body.path("data")) : decoded();
    if (value.isEmpty()) {
      reject("b64data", "JSON in base64");
    }
    return value
        .map(json -> ByteString.fromString(ApiJson.write(json)))
        .orElse(ByteString.emptyByteString());
  }

  private Optional<JsonNode> decoded() {
    try {
      byte[] bytes = Base64.getDecoder().decode(text("b64data"));
      return ApiJson.read(ByteString.fromArray(bytes));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // data() reports it
    }
  }
}
