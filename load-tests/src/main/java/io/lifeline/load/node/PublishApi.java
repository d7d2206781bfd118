package io.lifeline.load.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The HTTP API of a node. Thread-safe; each call is a connection of its own. */
public final class PublishApi {
  private static final JsonMapper JSON = new JsonMapper();
  static final String PRODUCTION_KEY = "a-key-of-the-load-tests";

  private static final String DEVELOPMENT_KEY = "dev";

  private final URI root;
  private final Map<String, String> key;

  PublishApi(URI root, boolean development) {
    this.root = root;
    this.key = Map.of("X-API-Key", key(development));
  }

  /** With which a node lets publishers in. */
  public static String key(boolean development) {
    return development ? DEVELOPMENT_KEY : PRODUCTION_KEY;
  }

  /**
   * Publishes one JSON value.
   *
   * @throws IOException if it was not taken
   */
  public void publish(String channel, String json) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("channel", channel);
    body.set("data", JSON.readTree(json));
    call("publish", body);
  }

  /**
   * The same, and however often it is called with this key, the channel takes it once.
   *
   * @throws IOException if it was not taken, or if that is not known
   */
  public void publish(String channel, String json, String idempotencyKey) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("channel", channel);
    body.put("idempotency_key", idempotencyKey).set("data", JSON.readTree(json));
    call("publish", body);
  }

  /** Ends every connection of a user with the code that the node chooses. */
  public void disconnect(String user) throws IOException {
    call("disconnect", JSON.createObjectNode().put("user", user));
  }

  /** Ends every connection of a user with a code of our choice. */
  public void disconnect(String user, int code, String reason) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("user", user);
    body.putObject("disconnect").put("code", code).put("reason", reason);
    call("disconnect", body);
  }

  private void call(String method, ObjectNode body) throws IOException {
    ShortHttp.Answer answer = ShortHttp.post(root.resolve("api/" + method), key, body.toString());
    if (answer.status() != 200 || !parse(answer.body()).has("result")) {
      throw new IOException(
          "api/" + method + " answered " + answer.status() + ": " + answer.body());
    }
  }

  private static JsonNode parse(String body) throws JsonProcessingException {
    return JSON.readTree(body);
  }
}
