package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.ops.cluster.ClusterAnswers;
import io.lifeline.edge.ops.cluster.ConnectionOrder;
import io.lifeline.edge.ops.cluster.ConnectionsText;
import io.lifeline.edge.ops.cluster.MergedConnections;
import java.util.Comparator;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The connections of all nodes as one list.
 *
 * @param most connections in one answer of a node, which is asked for all up to the end of the page
 */
record ConnectionsOfCluster(int most) implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    ConnectionsQuery list = ConnectionsQuery.of(query, most);
    ConnectionsReport.format(query);
    long end = list.skip() + list.limit();
    if (end > most) {
      throw new OpsQuery.Wrong(
          "page",
          String.valueOf(query.text("page")),
          "with scope=cluster one that ends within the first " + most);
    }
    return query.onward(Map.of("page", "0", "limit", Long.toString(end), "format", "json"));
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    ConnectionsQuery list = ConnectionsQuery.of(query, most);
    ClusterAnswers readable = answers.ofJson();
    ObjectNode merged = MergedConnections.of(readable, order(list), list.skip(), list.limit());
    return ConnectionsReport.format(query).equals("text")
        ? OpsAnswer.text(ConnectionsText.list(readable, merged))
        : OpsAnswer.json(merged);
  }

  private static Comparator<JsonNode> order(ConnectionsQuery list) {
    return switch (list.which()) {
      case ENDED -> ConnectionOrder.latestEndFirst();
      case TROUBLED -> ConnectionOrder.livingFirst();
      case LIVE ->
          ConnectionOrder.mostFirst(
              switch (list.order()) {
                case AGE -> "age_ms";
                case ROUND_TRIP -> "round_trip_ms";
                case MISSED -> "missed_beats";
                case QUEUE -> "queued_bytes";
              });
    };
  }
}
