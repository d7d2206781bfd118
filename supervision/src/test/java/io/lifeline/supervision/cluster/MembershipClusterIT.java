package io.lifeline.supervision.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("cluster")
@Timeout(180)
class MembershipClusterIT {
  @Test
  void nodeThatIsToldOfNoOtherIsAClusterOfOne() {
    try (TestCluster cluster = TestCluster.start(1)) {
      cluster.awaitUp(1);

      assertThat(cluster.leave(0).inTime()).isTrue();
    }
  }

  @Test
  void nodesMeetAndTheOneThatLeavesIsMissedByNobody() {
    try (TestCluster cluster = TestCluster.start(3)) {
      assertThat(cluster.leave(2).inTime()).isTrue();

      cluster.awaitUp(2);
      cluster.node(0).parted().expectNoMessage(Duration.ofMillis(100));
    }
  }

  @Test
  void killedNodeIsTakenOutByTheOthers() {
    try (TestCluster cluster = TestCluster.start(3)) {
      OtherGateways others = new OtherGateways(cluster.node(0).kit().system(), 100);
      assertThat(others.getAsInt()).isEqualTo(200);
      awaitMembers(cluster.node(0), 3, 0);

      cluster.kill(2);

      cluster.awaitUp(2);
      assertThat(others.getAsInt()).isEqualTo(100);
      awaitMembers(cluster.node(0), 2, 0);
    }
  }

  @Test
  void minorityOfAPartitionIsPartedWithAndTheMajorityStays() {
    try (TestCluster cluster = TestCluster.start(3)) {
      cluster.partition(2, 0);
      cluster.partition(2, 1);

      assertThat(cluster.node(2).parted().receiveMessage(Duration.ofSeconds(60)).cause())
          .isEqualTo(Membership.Cause.DOWNED);
      cluster.kill(2);
      cluster.awaitUp(2);
      cluster.node(0).parted().expectNoMessage(Duration.ofMillis(100));
    }
  }

  @Test
  void shortInterruptionIsForgotten() {
    try (TestCluster cluster =
        TestCluster.start(2, "pekko.cluster.split-brain-resolver.stable-after = 60s")) {
      cluster.partition(0, 1);
      cluster.awaitUnreachable(0, 1);
      awaitMembers(cluster.node(0), 1, 1);

      cluster.heal(0, 1);

      cluster.awaitUp(2);
      awaitMembers(cluster.node(0), 2, 0);
      cluster.node(0).parted().expectNoMessage(Duration.ofMillis(100));
    }
  }

  /** As the node counts them, which it does a moment after it knows. */
  private static void awaitMembers(TestCluster.Node node, long reachable, long unreachable) {
    node.kit()
        .createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(10),
            Duration.ofMillis(20),
            () -> {
              assertThat(node.events().value(Metric.CLUSTER_MEMBERS, "reachable"))
                  .isEqualTo(reachable);
              assertThat(node.events().value(Metric.CLUSTER_MEMBERS, "unreachable"))
                  .isEqualTo(unreachable);
              return null;
            });
  }

  @Test
  void nodeOfAnotherClusterIsRefused() {
    try (TestCluster cluster = TestCluster.start(1)) {
      String contact = cluster.node(0).address().toString();

      Membership.JoinAnswer answer = answer("name = red, join = [\"" + contact + "\"]");

      assertThat(answer)
          .isEqualTo(
              new Membership.NotJoined(
                  "lifeline.cluster.join: "
                      + contact
                      + " (expected: nodes of the cluster [red] that speak protocol version 1;"
                      + " the one that answered is of another cluster or release)"));
      cluster.awaitUp(1);
    }
  }

  @Test
  void nodeOfAReleaseTooFarAwayIsRefused() {
    try (TestCluster cluster = TestCluster.start(1)) {
      String contact = cluster.node(0).address().toString();

      Membership.JoinAnswer answer =
          answer("protocol { spoken = 3, oldest = 2 }, join = [\"" + contact + "\"]");

      assertThat(answer).isInstanceOf(Membership.NotJoined.class);
      cluster.awaitUp(1);
    }
  }

  @Test
  void nodeThatNobodyAnswersGivesUpInTime() {
    assertThat(answer("join = [\"127.0.0.1:1\"], join-within = 1s"))
        .isEqualTo(
            new Membership.NotJoined(
                "lifeline.cluster.join: 127.0.0.1:1 (expected: a node of the cluster [lifeline]"
                    + " that lets this one in within 1s; none did)"));
  }

  private static Membership.JoinAnswer answer(String settings) {
    TestCluster.Node stranger = TestCluster.outside("lifeline.cluster {" + settings + "}");
    try {
      return TestCluster.join(stranger);
    } finally {
      stranger.kit().shutdownTestKit();
    }
  }
}
