package io.lifeline.load.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The operator's listener of a node. Thread-safe; each call is a connection of its own. */
public final class OpsListener {
  /** Of nodes whose listener asks for one. */
  public static final String TOKEN = "token-of-the-scenarios";

  private static final JsonMapper JSON = new JsonMapper();

  private final URI root;

  OpsListener(URI root) {
    this.root = root;
  }

  /** {@code host:port} at which a Prometheus may scrape it. */
  public String address() {
    return root.getAuthority();
  }

  /** All metrics as they are now. */
  public Samples metrics() throws IOException {
    return Samples.parse(get("metrics").body());
  }

  /** How many connections there are, and one of them in full. */
  public JsonNode connections() throws IOException {
    return JSON.readTree(get("ops/connections?limit=1").body());
  }

  /** What the node calls itself. */
  public String node() throws IOException {
    return JSON.readTree(get("ops/stuck").body()).path("node").asText();
  }

  /** Where something is that begins with a slash. */
  public URI uri(String path) {
    return root.resolve(path);
  }

  /** The status of readiness: 200, or 503 when the node takes no more connections. */
  public int readiness() throws IOException {
    return ShortHttp.get(root.resolve("health/ready"), Map.of()).status();
  }

  private ShortHttp.Answer get(String path) throws IOException {
    ShortHttp.Answer answer =
        ShortHttp.get(root.resolve(path), Map.of("Authorization", "Bearer " + TOKEN));
    if (answer.status() != 200) {
      throw new IOException(path + " answered " + answer.status() + ": " + answer.body());
    }
    return answer;
  }
}
