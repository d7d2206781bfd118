package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MergedOverviewTest {
  private static final String FIRST =
      "{'node':'aaa','phase':'serving','at':'t1','members':[{'address':'x'}],"
          + "'held':{'sockets':3,'websockets':2},'exported':{'opened':10.0,'leak_suspects':1.0},"
          + "'round_trips':[{'within_ms':0.5,'count':2},{'count':3}],"
          + "'process':{'heap_used':100,'descriptors':7}}";
  private static final String SECOND =
      "{'node':'bbb','phase':'draining','at':'t2','members':[],"
          + "'held':{'sockets':30,'websockets':20,'later':4},'exported':{'opened':5.5},"
          + "'round_trips':[{'within_ms':0.5,'count':5},{'count':9}],"
          + "'process':{'heap_used':900,'descriptors':70}}";

  @Test
  void figuresAreSummed() {
    ObjectNode merged =
        MergedOverview.of(
            new Answers()
                .said("aaa", FIRST)
                .said("bbb", SECOND)
                .missing("lifeline@ccc:1", "unreachable")
                .toCluster());

    Answers.assertJson(
        merged.without(List.of("nodes", "by_node")),
        "{'scope':'cluster','node':'aaa','at':'t1','members':[{'address':'x'}],"
            + "'held':{'sockets':33,'websockets':22,'later':4},"
            + "'exported':{'opened':15.5,'leak_suspects':1.0},"
            + "'process':{'heap_used':1000,'descriptors':77},"
            + "'round_trips':[{'within_ms':0.5,'count':7},{'count':12}]}");
  }

  @Test
  void eachNodeStandsByItself() {
    ObjectNode merged =
        MergedOverview.of(new Answers().said("aaa", FIRST).said("bbb", SECOND).toCluster());

    Answers.assertJson(merged.path("by_node"), "{'aaa':" + FIRST + ",'bbb':" + SECOND + "}");
  }
}
