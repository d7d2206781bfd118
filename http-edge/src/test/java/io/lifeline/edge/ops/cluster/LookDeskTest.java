package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.cluster.NodeAddress;
import io.lifeline.supervision.cluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookDeskTest {
  private static final String LONG = "0123456789".repeat(10_000);

  private final ActorTestKit kit =
      ActorTestKit.create(NodeAddress.SYSTEM_NAME, TestCluster.config(LookMessages.MIXED));

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void longAnswerComesInPiecesThatMakeTheWhole() throws Exception {
    TestProbe<LookAnswer> asker = kit.createTestProbe();

    ask(desk(HttpResponse.create().withEntity(LONG)), LONG.length(), asker);

    LookAnswer.Said said = asker.expectMessageClass(LookAnswer.Said.class);
    assertThat(said.node()).isEqualTo("x1f");
    List<ByteString> pieces = read(said);
    assertThat(pieces).hasSizeGreaterThan(5);
    assertThat(pieces.stream().reduce(ByteString.emptyByteString(), ByteString::concat))
        .isEqualTo(ByteString.fromString(LONG));
  }

  @Test
  void answerThatIsLongerThanTheAskerTakesIsNotSent() {
    TestProbe<LookAnswer> asker = kit.createTestProbe();

    ask(desk(HttpResponse.create().withEntity(LONG)), LONG.length() - 1, asker);

    asker.expectMessage(
        new LookAnswer.Refused("x1f", 413, "100,000 bytes (expected: at most 99,999)"));
  }

  @Test
  void whatTheNodesOwnListenerRefusesIsSaidInItsWords() {
    TestProbe<LookAnswer> asker = kit.createTestProbe();

    ask(desk(HttpResponse.create().withStatus(503).withEntity("not now\n")), 100, asker);

    asker.expectMessage(new LookAnswer.Refused("x1f", 503, "not now"));
  }

  @Test
  void lookThatFailsIsLoggedHereAndToldThere() {
    mustTellOfTheFailure(
        (look, query) -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
  }

  @Test
  void soIsOneThatThrowsBeforeItHasBegun() {
    mustTellOfTheFailure(
        (look, query) -> {
          throw new IllegalStateException("broken");
        });
  }

  private void mustTellOfTheFailure(
      BiFunction<String, Map<String, String>, CompletionStage<HttpResponse>> looks) {
    TestProbe<LookAnswer> asker = kit.createTestProbe();
    ActorRef<LookDesk.Command> desk = kit.spawn(LookDesk.create("x1f", looks));

    LoggingTestKit.error("the look [groups] for another node failed")
        .expect(
            kit.system(),
            () -> {
              ask(desk, 100, asker);
              return asker.expectMessage(
                  new LookAnswer.Refused("x1f", 500, "the look failed; the node's log says why"));
            });
  }

  @Test
  void oneMoreThanItAnswersAtOnceIsRefusedUntilOneOfThemIsRead() throws Exception {
    TestProbe<LookAnswer> asker = kit.createTestProbe();
    List<CompletableFuture<HttpResponse>> looks = new ArrayList<>();
    ActorRef<LookDesk.Command> desk =
        kit.spawn(LookDesk.create("x1f", (look, query) -> pending(looks)));
    for (int i = 0; i < LookDesk.MOST_OPEN; i++) {
      ask(desk, 100, asker);
    }
    asker.expectNoMessage();

    ask(desk, 100, asker);
    asker.expectMessage(new LookAnswer.Refused("x1f", 503, "other nodes' looks are under way"));

    looks.get(0).complete(HttpResponse.create().withEntity("seen"));
    LookAnswer.Said said = asker.expectMessageClass(LookAnswer.Said.class);
    ask(desk, 100, asker);
    asker.expectMessage(new LookAnswer.Refused("x1f", 503, "other nodes' looks are under way"));

    assertThat(read(said)).containsExactly(ByteString.fromString("seen"));
    asker.awaitAssert(
        () -> {
          ask(desk, 100, asker);
          asker.expectNoMessage();
          return true;
        });
  }

  private static CompletionStage<HttpResponse> pending(
      List<CompletableFuture<HttpResponse>> looks) {
    CompletableFuture<HttpResponse> look = new CompletableFuture<>();
    looks.add(look);
    return look;
  }

  private ActorRef<LookDesk.Command> desk(HttpResponse response) {
    return kit.spawn(
        LookDesk.create("x1f", (look, query) -> CompletableFuture.completedFuture(response)));
  }

  private static void ask(ActorRef<LookDesk.Command> desk, int most, TestProbe<LookAnswer> asker) {
    desk.tell(new LookRequest("groups", Map.of("format", "json"), most, asker.getRef()));
  }

  private List<ByteString> read(LookAnswer.Said said) throws Exception {
    return said.body()
        .getSource()
        .runWith(Sink.seq(), kit.system())
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
