package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.ops.cluster.ClusterAnswers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** One connection, wherever it is: the node that was asked looks first, then all others. */
record ConnectionOfCluster(String id) implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    return query.onward(Map.of("format", ConnectionsReport.format(query)));
  }

  @Override
  public Optional<Map<String, String>> ofOthers(
      Map<String, String> each, @Nullable ByteString own) {
    if (own != null) {
      return Optional.empty();
    }
    Map<String, String> others = new HashMap<>(each);
    others.put("id", id);
    return Optional.of(others);
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    if (ConnectionsReport.format(query).equals("text")) {
      return OpsAnswer.text(answers.texts().get(0).what());
    }
    ObjectNode json = answers.head();
    answers.json().stream().findFirst().ifPresent(found -> json.set("connection", found.what()));
    return OpsAnswer.json(json);
  }
}
