package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.cluster.ActorsText;
import io.lifeline.edge.ops.cluster.ClusterAnswers;
import io.lifeline.edge.ops.cluster.MergedDifference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What has changed on all nodes since each kept a count under one name. */
record DifferenceOfCluster() implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    ActorsReport.differenceFormat(query);
    return query.onward(Map.of("format", "json"));
  }

  /** If no name was given, it is that which the asked node kept last. */
  @Override
  public Optional<Map<String, String>> ofOthers(
      Map<String, String> each, @Nullable ByteString own) {
    Map<String, String> others = new HashMap<>(each);
    Optional.ofNullable(own)
        .flatMap(ApiJson::read)
        .ifPresent(json -> others.put("since", json.path("since").asText()));
    return Optional.of(others);
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    ClusterAnswers readable = answers.ofJson();
    ObjectNode merged = MergedDifference.of(readable);
    return ActorsReport.differenceFormat(query).equals("text")
        ? OpsAnswer.text(ActorsText.difference(readable, merged))
        : OpsAnswer.json(merged);
  }
}
