package io.lifeline.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.cluster.Membership;
import io.lifeline.supervision.cluster.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that find each other by a name, each at an address of its own on the loopback. */
@Tag("cluster")
@Timeout(180)
final class DiscoveryClusterIT {
  private static final Duration JOINED_WITHIN = Duration.ofSeconds(60);

  private final List<TestCluster.Node> nodes = new ArrayList<>();
  private final int port = freePort();

  DiscoveryClusterIT() throws IOException {}

  @AfterEach
  void stopAll() {
    nodes.forEach(node -> node.kit().shutdownTestKit());
  }

  @Test
  void nodesThatStartTogetherAreOneClusterAndALaterOneJoinsIt() throws IOException {
    try (NameServer names = NameServer.of(addresses(3))) {
      List<TestProbe<Membership.JoinAnswer>> joining = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        joining.add(TestCluster.beginToJoin(node(i, names)));
      }
      assertThat(joining)
          .allSatisfy(
              answers ->
                  assertThat(answers.receiveMessage(JOINED_WITHIN))
                      .isInstanceOf(Membership.Joined.class));

      names.change(addresses(4));
      assertThat(TestCluster.join(node(3, names))).isInstanceOf(Membership.Joined.class);

      nodes
          .get(0)
          .kit()
          .createTestProbe()
          .awaitAssert(() -> assertThat(members(0)).hasSize(4).isEqualTo(members(3)));
    }
  }

  @Test
  void nodeThatFindsTooFewBeginsNoClusterAndSaysWhatItLookedFor() throws IOException {
    try (NameServer names = NameServer.of(addresses(1))) {
      assertThat(TestCluster.join(node(0, names, "lifeline.cluster.join-within = 8s")))
          .isEqualTo(
              new Membership.NotJoined(
                  "lifeline.cluster.discovery.service: nodes.test (expected: a node of the cluster"
                      + " [lifeline] that lets this one in within 8s; none did)"));
    }
  }

  @Test
  void portOfSomebodyElseIsNamed() throws IOException {
    try (NameServer names = NameServer.of(addresses(1));
        ServerSocket taken = new ServerSocket(port, 1, address(0))) {
      assertThat(TestCluster.join(node(0, names)))
          .isInstanceOfSatisfying(
              Membership.NotJoined.class,
              answer ->
                  assertThat(answer.problem())
                      .startsWith(
                          "lifeline.cluster.discovery.port: %d (expected: a port to listen to at %s"
                              .formatted(
                                  taken.getLocalPort(), taken.getInetAddress().getHostAddress())));
    }
  }

  private TestCluster.Node node(int index, NameServer names) throws IOException {
    return node(index, names, "");
  }

  private TestCluster.Node node(int index, NameServer names, String overrides) throws IOException {
    String own =
        """
        include classpath("lifeline-pekko.conf")
        lifeline.cluster {
          host = "%s"
          discovery { method = dns, service = nodes.test, port = %d }
        }
        """
            .formatted(address(index).getHostAddress(), port);
    TestCluster.Node node =
        TestCluster.outside(
            TestCluster.config(own + names.config() + overrides), new BootstrapDiscovery());
    nodes.add(node);
    return node;
  }

  private List<String> members(int index) {
    List<String> members = new ArrayList<>();
    Cluster.get(nodes.get(index).kit().system())
        .state()
        .getMembers()
        .forEach(member -> members.add(member.address().toString()));
    return members;
  }

  private static List<InetAddress> addresses(int count) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(address(i));
    }
    return addresses;
  }

  private static InetAddress address(int index) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + index)});
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
