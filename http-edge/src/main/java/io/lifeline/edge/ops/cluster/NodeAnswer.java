package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.api.ApiJson;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What one node answered to a question that was put to all. Immutable.
 *
 * @param node its name; empty if that is not known, as it never answered
 * @param address where other nodes reach it
 * @param body what it saw; null if it has looked in vain, or not answered
 * @param why there is no body, in one line; empty if there is one
 * @param answered whether it has looked
 */
public record NodeAnswer(
    String node, String address, @Nullable ByteString body, String why, boolean answered) {
  public static NodeAnswer said(String node, String address, ByteString body) {
    return new NodeAnswer(node, address, body, "", true);
  }

  /** It has looked, and there is no such thing on it. */
  public static NodeAnswer foundNothing(String node, String address, String why) {
    return new NodeAnswer(node, address, null, why, true);
  }

  public static NodeAnswer missing(String node, String address, String why) {
    return new NodeAnswer(node, address, null, why, false);
  }

  /** What it saw, if that is a JSON object. */
  public Optional<JsonNode> json() {
    return Optional.ofNullable(body).flatMap(ApiJson::read).filter(JsonNode::isObject);
  }

  /** By the status that its listener answers, or would answer. */
  static NodeAnswer withStatus(String node, String address, int status, String line) {
    return switch (status) {
      case 404 -> foundNothing(node, address, line);
      case 413 -> missing(node, address, "answer too large: " + line);
      case 503 -> missing(node, address, "busy: " + line);
      default -> missing(node, address, line);
    };
  }
}
