package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.Resource;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;

/** Which connections a hub knows, and for how long. */
class HubConnectionsTest extends OneNodeOfChannels {
  @Test
  void newerConnectionReplacesOneThatHasClaimedAndNotOneWhoseClaimIsUnderWay() {
    Peer first = open("alice");
    Peer second = open("alice");
    Peer bob = open("bob");
    ConnectionActor.End replaced = new ConnectionActor.End(Ending.of(CloseReason.REPLACED));

    hubActor.tell(new ChannelEvent.Claimed("#bob", bob.id().value()));
    hubActor.tell(new ChannelEvent.Claimed("#alice", first.id().value()));
    second.connection().expectNoMessage(Duration.ofMillis(50));
    hubActor.tell(new ChannelEvent.Claimed("#alice", second.id().value()));

    first.connection().expectMessage(replaced);
    second.connection().expectNoMessage(Duration.ofMillis(50));
    bob.connection().expectNoMessage(Duration.ofMillis(50));
    hubActor.tell(new ChannelEvent.Claimed("#alice", "of another node"));
    second.connection().expectMessage(replaced);
  }

  @Test
  void endedConnectionIsForgotten() {
    Peer alice = open("alice", "news");
    open("alice", "news");
    awaitEntries(2);

    alice.connection().stop();

    awaitEntries(1);
    assertThat(info())
        .isEqualTo(
            new GatewayCommand.InfoReply(List.of(new GatewayCommand.NodeInfo("node", 1, 1, 2, 2))));
  }

  @Test
  void listShowsNoMoreThanWasAskedFor() {
    open("alice");
    open("bob");
    open("carol");
    TestProbe<Hub.Listed> asker = kit.createTestProbe();
    awaitEntries(3);

    hub.tell(new Hub.ListConnections(2, asker.getRef()));
    assertThat(asker.receiveMessage())
        .satisfies(listed -> assertThat(listed.connections()).hasSize(2))
        .satisfies(listed -> assertThat(listed.total()).isEqualTo(3));
    hub.tell(new Hub.ListConnections(0, asker.getRef()));
    assertThat(asker.receiveMessage().connections()).isEmpty();
  }

  @Test
  void stoppedHubHoldsNothing() {
    open("alice");
    awaitEntries(1);

    kit.stop(hub);

    assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isZero();
  }
}
