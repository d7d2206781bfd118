package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.Poll;
import io.lifeline.load.follow.ScriptedServer.Accepted;
import io.lifeline.load.peer.PeerLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A recovering client at a server that follows a script. */
@Timeout(60)
final class AudienceIT {
  private final Faults faults = new Faults();
  private final Ledger ledger = new Ledger(faults);
  private ScriptedServer server;
  private PeerLoop loop;
  private Audience audience;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    SplittableRandom random = new SplittableRandom(1);
    loop = new PeerLoop(server.entrance().living().get(0), random);
    audience = new Audience(loop, server.entrance(), ledger, faults, random);
    audience.add("alice", List.of("news"), Duration.ZERO);
  }

  @AfterEach
  void stop() throws IOException {
    loop.close();
    server.close();
    assertThat(loop.problems()).isEmpty();
  }

  @Test
  void subscribesByUrlAndResumesByPosition() throws Exception {
    try (Accepted first = server.accept()) {
      assertThat(first.path()).isEqualTo("/ws?user=alice&channel=news");
      first.say(greeting("\"offset\":7,\"epoch\":\"a\"", 30000));
      first.say(publication(8));
      await("one delivery", () -> audience.takeLatency().getTotalCount() == 1);
      assertThat(audience.notServed()).isZero();
    }
    try (Accepted second = server.accept()) {
      assertThat(second.path())
          .isEqualTo("/ws?user=alice&channel=news&since=news%3A8%3Aa&since=%23alice%3A1%3Ax");
      assertThat(audience.notServed()).isEqualTo(1);
    }
    assertThat(faults.lines()).isEmpty();
  }

  @Test
  void aGapIsFoundInWhatIsReceived() throws Exception {
    try (Accepted accepted = server.accept()) {
      accepted.say(greeting("\"offset\":7,\"epoch\":\"a\"", 30000));
      accepted.say(publication(9));
      await("a fault", () -> !faults.lines().isEmpty());
      assertThat(faults.lines()).containsExactly("1 x GAP: news: message 9:a after 7:a");
    }
  }

  @Test
  void aNodeThatIsSilentForTwoHeartbeatsIsLeft() throws Exception {
    try (Accepted silent = server.accept()) {
      silent.say(greeting("\"offset\":7,\"epoch\":\"a\"", 300));
      try (Accepted second = server.accept()) {
        assertThat(second.path()).contains("since=news%3A7%3Aa");
      }
    }
  }

  @Test
  void aNodeThatNeverGreetsIsLeft() throws Exception {
    try (Accepted mute = server.accept();
        Accepted second = server.accept()) {
      assertThat(second.path()).isEqualTo(mute.path());
    }
  }

  @Test
  void whoIsSentAwayForGoodDoesNotComeBackAndThatIsAFault() throws Exception {
    try (Accepted accepted = server.accept()) {
      accepted.sayClose(3503, "kicked");
      await("a fault", () -> !faults.lines().isEmpty());
      assertThat(faults.lines().get(0)).startsWith("1 x REFUSED: ended by").contains("3503");
      assertThat(audience.ends()).containsExactlyEntriesOf(Map.of("3503", 1));
    }
  }

  @Test
  void aClientIsServedAgainWithTheFirstMessageThatWasDueAfterTheFault() throws Exception {
    try (Accepted accepted = server.accept()) {
      accepted.say(greeting("\"offset\":7,\"epoch\":\"a\"", 30000));
      audience.faultAt(Set.of(server.entrance().living().get(0)));
      accepted.say(publication(8));
      await("one delivery", () -> audience.takeLatency().getTotalCount() == 1);
      assertThat(audience.waiting()).isEqualTo(1);

      String late = Long.toString(System.nanoTime());
      accepted.say(publication(9).replace("\"due\":1", "\"due\":" + late));
      await("all are served", () -> audience.waiting() == 0);
      assertThat(audience.outage()).contains("1 clients of that node");
    }
  }

  @Test
  void whoIsBehindWhatWasAcknowledgedIsNamed() throws Exception {
    try (Accepted accepted = server.accept()) {
      accepted.say(greeting("\"offset\":7,\"epoch\":\"a\"", 30000));
      ledger.acknowledged("news", new Position(8, "a"), 0);
      await("served", () -> audience.notServed() == 0);
      assertThat(audience.behind(5)).containsExactly("news is followed up to 7:a (expected: 8:a)");
      accepted.say(publication(8));
      await("nobody is behind", () -> audience.behind(5).isEmpty());
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) throws Exception {
    Poll.until(
        Duration.ofSeconds(15), what, () -> condition.holds() ? List.of() : List.of("not yet"));
  }

  private static String greeting(String news, int heartbeatMillis) {
    return "{\"connected\":{\"connection\":\"c\",\"user\":\"alice\",\"channels\":[\"news\"],"
        + "\"positions\":{\"news\":{"
        + news
        + "},\"#alice\":{\"offset\":1,\"epoch\":\"x\"}},\"heartbeat_ms\":"
        + heartbeatMillis
        + "}}";
  }

  private static String publication(long offset) {
    return "{\"channel\":\"news\",\"data\":{\"n\":"
        + offset
        + ",\"due\":1},\"offset\":"
        + offset
        + ",\"epoch\":\"a\"}";
  }
}
