package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Ending;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.PatientTestKit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private final ActorTestKit kit = PatientTestKit.create();
  private final TestProbe<HubRequest> own = kit.createTestProbe();
  private final TestProbe<HubRequest> other = kit.createTestProbe();
  private final TestProbe<HubAnswer> answers = kit.createTestProbe();
  private final TestProbe<GatewayCommand.DisconnectReply> backEnd = kit.createTestProbe();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicLong millis = new AtomicLong();
  private final Nodes nodes = new Nodes(own.getRef(), answers.getRef(), others::get, millis::get);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void ownConnectionsAreAskedForBeforeTheReceptionistTellsOfAnyNode() {
    disconnectAlice();

    HubRequest asked = own.receiveMessage();
    backEnd.expectNoMessage();
    nodes.onAnswer(new HubAnswer.Told(asked.ticket(), 1));

    backEnd.expectMessage(new GatewayCommand.DisconnectReply(1));
  }

  @Test
  void ownConnectionsAreAskedForOnceWhenTheReceptionistTellsOfThem() {
    nodes.are(Set.of(own.getRef(), other.getRef()));

    disconnectAlice();

    HubRequest asked = own.receiveMessage();
    assertThat(other.receiveMessage().ticket()).isEqualTo(asked.ticket());
    nodes.onAnswer(new HubAnswer.Told(asked.ticket(), 1));
    nodes.onAnswer(new HubAnswer.Told(asked.ticket(), 2));
    backEnd.expectMessage(new GatewayCommand.DisconnectReply(3));
    own.expectNoMessage();
  }

  @Test
  void ownConnectionsAreAskedForWhenNoNodeIsReached() {
    nodes.are(Set.of());

    disconnectAlice();

    own.receiveMessage();
  }

  @Test
  void questionWaitsUntilEachReachableNodeIsKnown() {
    others.set(1);

    disconnectAlice();
    own.expectNoMessage();
    nodes.are(Set.of(own.getRef(), other.getRef()));

    own.receiveMessage();
    other.receiveMessage();
  }

  @Test
  void questionWaitsNoLongerThanItsLimitForANodeThatIsNeverKnown() {
    others.set(1);
    disconnectAlice();

    millis.set(EarlyQuestions.WAIT_AT_MOST_MILLIS - 1);
    nodes.onTick();
    own.expectNoMessage();
    millis.set(EarlyQuestions.WAIT_AT_MOST_MILLIS);
    nodes.onTick();

    own.receiveMessage();
  }

  @Test
  void questionsBeyondTheLimitDoNotWait() {
    others.set(1);
    for (int i = 0; i < EarlyQuestions.MOST; i++) {
      disconnectAlice();
    }
    own.expectNoMessage();

    disconnectAlice();

    own.receiveMessage();
    own.expectNoMessage();
  }

  private void disconnectAlice() {
    nodes.ask(
        new GatewayCommand.DisconnectUser(
            "alice", Ending.of(CloseReason.KICKED), backEnd.getRef()));
  }
}
