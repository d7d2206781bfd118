package io.lifeline.edge.ops;

import io.lifeline.edge.ops.cluster.ClusterAnswers;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** How a question is asked of all nodes of a cluster. Thread-safe. */
interface ClusterSide {
  /**
   * What each node is asked.
   *
   * @throws OpsQuery.Wrong if that cannot be asked of a cluster
   */
  Map<String, String> ofEach(OpsQuery query);

  /**
   * What the other nodes are asked once the node that was asked has looked itself.
   *
   * @param each what that one was asked
   * @param own what it said; null if it has looked in vain
   * @return nothing if they need not be asked
   */
  default Optional<Map<String, String>> ofOthers(
      Map<String, String> each, @Nullable ByteString own) {
    return Optional.of(each);
  }

  /**
   * Puts the answers together.
   *
   * @param answers one of them at least has a body
   */
  HttpResponse together(OpsQuery query, ClusterAnswers answers);
}
