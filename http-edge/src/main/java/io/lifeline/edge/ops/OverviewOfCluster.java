package io.lifeline.edge.ops;

import io.lifeline.edge.ops.cluster.ClusterAnswers;
import io.lifeline.edge.ops.cluster.MergedOverview;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the nodes of the cluster are and how they do, together and each by itself. */
record OverviewOfCluster() implements ClusterSide {
  @Override
  public Map<String, String> ofEach(OpsQuery query) {
    return query.onward(Map.of());
  }

  @Override
  public HttpResponse together(OpsQuery query, ClusterAnswers answers) {
    return OpsAnswer.json(MergedOverview.of(answers.ofJson()));
  }
}
