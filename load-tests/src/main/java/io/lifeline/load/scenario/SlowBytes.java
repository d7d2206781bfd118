package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Request heads, request bodies and messages that come a byte each 50 ms: 150 more of each kind a
 * second, for six seconds.
 */
final class SlowBytes extends AttackScenario {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int BETWEEN_ARRIVALS_MILLIS = 100;

  @Override
  public String name() {
    return "slow-bytes";
  }

  @Override
  public String invariant() {
    return "request heads, bodies and messages that come byte by byte, 450 more a second, end at"
        + " their deadlines; the others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient().with("lifeline.edge.http.body-timeout", "1s");
  }

  /** Of each kind in each tenth of a second. */
  @Override
  int attackers() {
    return 15;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    byte[] message = Frames.frame(true, Frames.TEXT, new byte[1000], trial.stage().random());
    List<Peer> slow = new ArrayList<>();
    long end = System.nanoTime() + floodTime(trial).toNanos();
    while (System.nanoTime() < end) {
      int before = slow.size();
      List<Peer> messages =
          trial.openAll(size, i -> "/ws?user=slow-" + (before + i), Manners.POLITE);
      messages.forEach(peer -> peer.drip(message, INTERVAL));
      slow.addAll(messages);
      for (int i = 0; i < size; i++) {
        slow.add(dripping(trial, "GET /ws HTTP/1.1\r\n", "X-More: and more\r\n".repeat(50)));
        slow.add(dripping(trial, post(), "[" + " ".repeat(900) + "]"));
      }
      Pushes.pause(BETWEEN_ARRIVALS_MILLIS);
    }
    trial.expect(slow.size() / 3, CloseReason.MESSAGE_TOO_SLOW);
    trial.expect(slow.size() / 3, CloseReason.HANDSHAKE_TIMEOUT);
    trial.ends(slow, ENDS);
  }

  private static String post() {
    return String.join(
        "\r\n",
        "POST /api/publish HTTP/1.1",
        "Host: here",
        "X-API-Key: dev",
        "Content-Type: application/json",
        "Content-Length: 902",
        "",
        "");
  }

  private static Peer dripping(Trial trial, String atOnce, String slowly) {
    Peer peer = trial.peers().connect();
    peer.send(atOnce.getBytes(StandardCharsets.US_ASCII));
    peer.drip(slowly.getBytes(StandardCharsets.US_ASCII), INTERVAL);
    return peer;
  }
}
