package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.ops.cluster.ActorsText;
import io.lifeline.edge.ops.cluster.ClusterAnswers;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The tree of actors of each node that has the path, one after the other. */
record TreesOfCluster() implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    return query.onward(Map.of());
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    return switch (ActorsReport.format(query)) {
      case "text" -> OpsAnswer.text(ActorsText.trees(answers));
      case "folded" -> OpsAnswer.text(ActorsText.folded(answers));
      default -> {
        ClusterAnswers readable = answers.ofJson();
        ObjectNode json = readable.head();
        var trees = json.putArray("trees");
        readable.json().forEach(said -> trees.add(said.what()));
        yield OpsAnswer.json(json);
      }
    };
  }
}
