package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.api.ApiJson;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Answers of nodes as a test writes them: with ' for each quote. */
final class Answers {
  private final List<NodeAnswer> all = new ArrayList<>();

  Answers said(String node, String json) {
    all.add(
        NodeAnswer.said(
            node, "lifeline@" + node + ":1", ByteString.fromString(json.replace('\'', '"'))));
    return this;
  }

  Answers missing(String address, String why) {
    all.add(NodeAnswer.missing("", address, why));
    return this;
  }

  Answers foundNothing(String node, String why) {
    all.add(NodeAnswer.foundNothing(node, "lifeline@" + node + ":1", why));
    return this;
  }

  /** Of which the first is of the node that was asked. */
  ClusterAnswers toCluster() {
    return new ClusterAnswers(all.get(0).node(), all);
  }

  /** Asserts that a part of an answer is exactly this. */
  static void assertJson(JsonNode part, String expected) {
    assertThat(ApiJson.write(part)).isEqualTo(expected.replace('\'', '"'));
  }
}
