package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.ops.cluster.ActorsText;
import io.lifeline.edge.ops.cluster.ClusterAnswers;
import io.lifeline.edge.ops.cluster.MergedGroups;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The groups of actors of all nodes.
 *
 * @param named whether each node is to keep its counts, under the same name
 */
record GroupsOfCluster(boolean named) implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    if (named && query.text("name") == null) {
      throw new OpsQuery.Wrong("name", "none", "one, as every node keeps its counts under it");
    }
    String format = ActorsReport.format(query);
    return query.onward(Map.of("format", format.equals("text") ? "json" : format));
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    String format = ActorsReport.format(query);
    if (format.equals("folded")) {
      return OpsAnswer.text(ActorsText.folded(answers));
    }
    ClusterAnswers readable = answers.ofJson();
    ObjectNode merged = MergedGroups.of(readable);
    return format.equals("text")
        ? OpsAnswer.text(ActorsText.groups(readable, merged))
        : OpsAnswer.json(merged);
  }
}
