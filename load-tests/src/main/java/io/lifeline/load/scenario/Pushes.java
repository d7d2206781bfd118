package io.lifeline.load.scenario;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.List;

/** What several scenarios say about publications. */
final class Pushes {
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(10);

  private Pushes() {}

  /** A numbered publication of about {@code bytes} bytes. */
  static String json(int number, int bytes) {
    return "{\"n\":" + number + ",\"pad\":\"" + "x".repeat(bytes) + "\"}";
  }

  static void pause(long millis) throws InterruptedException {
    Poll.pause(Duration.ofMillis(millis));
  }

  /** Each of these peers has received so many publications, or will soon, with no gap. */
  static void mustHaveAll(List<Peer> peers, int published) throws Exception {
    Poll.until(
        DELIVERY_LIMIT,
        "deliveries",
        () ->
            peers.stream()
                .filter(peer -> peer.publications() < published)
                .limit(1)
                .map(peer -> peer.publications() + " (expected: " + published + ")")
                .toList());
    for (Peer peer : peers) {
      InvariantBroken.unless(
          peer.publications() == published && peer.gaps() == 0,
          peer.publications() + " of " + published + " publications, " + peer.gaps() + " gaps");
    }
  }
}
