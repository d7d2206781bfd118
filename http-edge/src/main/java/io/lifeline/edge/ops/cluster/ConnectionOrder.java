package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;

/**
 * In what order the connections of all nodes come, by the JSON of each. It is the order in which
 * each node has its own, so that the first of all are among the first of each.
 */
public final class ConnectionOrder {
  private ConnectionOrder() {}

  /** Of those that live: with the most of a figure first, such as {@code age_ms}. */
  public static Comparator<JsonNode> mostFirst(String figure) {
    return Comparator.comparingDouble((JsonNode one) -> one.path(figure).asDouble())
        .reversed()
        .thenComparing(one -> one.path("id").asText());
  }

  /** Of those that ended: the latest first. */
  public static Comparator<JsonNode> latestEndFirst() {
    return Comparator.comparing(ConnectionOrder::end).reversed();
  }

  /** Of those in trouble: the living first, then as {@link #latestEndFirst()}. */
  public static Comparator<JsonNode> livingFirst() {
    return Comparator.comparing((JsonNode one) -> hasEnded(one))
        .thenComparing(one -> hasEnded(one) ? end(one) : Instant.EPOCH, Comparator.reverseOrder());
  }

  private static boolean hasEnded(JsonNode one) {
    return one.has("reason");
  }

  private static Instant end(JsonNode one) {
    return Instant.parse(one.path("opened").asText()).plusMillis(one.path("age_ms").asLong());
  }
}
