package io.lifeline.edge.ops;

import io.lifeline.edge.ops.cluster.ClusterAnswers;
import io.lifeline.edge.ops.cluster.ClusterLooks;
import io.lifeline.edge.ops.cluster.NodeAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/**
 * Answers a {@link Question} for this node, or for the whole cluster if the request has {@code
 * scope=cluster}. This node looks first, so what is wrong is told before any other is asked; if it
 * cannot answer, nobody is asked. At most {@value #MOST_LOOKS} questions to the cluster at once.
 * Thread-safe.
 */
public final class Scopes extends AllDirectives {
  private static final String KEY = "scope";
  private static final List<String> CHOICES = List.of("node", "cluster");
  private static final int MOST_LOOKS = 2;

  private final String node;
  private final ClusterLooks cluster;
  private final Looks looks;

  /**
   * @param node this node's name
   */
  public Scopes(ActorSystem<?> system, String node, ClusterLooks cluster) {
    this.node = node;
    this.cluster = cluster;
    this.looks = new Looks(system, MOST_LOOKS, "other looks at the cluster are under way");
  }

  Route answer(Question question) {
    return parameterMultiMap(values -> completeWithFuture(answer(question, values)));
  }

  private CompletionStage<HttpResponse> answer(
      Question question, Map<String, List<String>> values) {
    Set<String> keys = new HashSet<>(question.keys());
    keys.add(KEY);
    try {
      OpsQuery query = new OpsQuery(values, keys);
      if (query.oneOf(KEY, CHOICES).equals("node")) {
        return question.turns().look(values, keys, question.ofNode());
      }
      Map<String, String> each = question.ofCluster().ofEach(query);
      return looks.inTurn(() -> ofCluster(question, query, each));
    } catch (OpsQuery.Wrong wrong) {
      return CompletableFuture.completedFuture(OpsAnswer.line(400, wrong.line()));
    }
  }

  private CompletionStage<HttpResponse> ofCluster(
      Question question, OpsQuery query, Map<String, String> each) {
    return ofNode(question, each)
        .thenCompose(
            own ->
                switch (own.status().intValue()) {
                  case 200, 404 -> withOthers(question, query, each, own);
                  default -> CompletableFuture.completedFuture(own);
                });
  }

  private CompletionStage<HttpResponse> withOthers(
      Question question, OpsQuery query, Map<String, String> each, HttpResponse own) {
    ByteString body = ((HttpEntity.Strict) own.entity()).getData();
    NodeAnswer mine =
        own.status().intValue() == 200
            ? NodeAnswer.said(node, cluster.address(), body)
            : NodeAnswer.foundNothing(node, cluster.address(), body.utf8String().strip());
    CompletionStage<List<NodeAnswer>> others =
        question
            .ofCluster()
            .ofOthers(each, mine.body())
            .map(asked -> cluster.askOthers(question.name(), asked))
            .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    return looks.after(others, found -> together(question, query, mine, found));
  }

  private HttpResponse together(
      Question question, OpsQuery query, NodeAnswer mine, List<NodeAnswer> others) {
    List<NodeAnswer> all = new ArrayList<>(List.of(mine));
    all.addAll(others);
    ClusterAnswers answers = new ClusterAnswers(node, all);
    return all.stream().allMatch(answer -> answer.body() == null)
        ? OpsAnswer.line(404, answers.missing().stripTrailing())
        : question.ofCluster().together(query, answers);
  }

  /** What this node says to who asks for one node. */
  static CompletionStage<HttpResponse> ofNode(Question question, Map<String, String> query) {
    Map<String, List<String>> values = new HashMap<>();
    query.forEach((key, value) -> values.put(key, List.of(value)));
    return question.turns().look(values, question.keys(), question.ofNode());
  }
}
