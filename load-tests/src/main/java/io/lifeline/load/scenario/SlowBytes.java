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

/** Request heads, request bodies and messages that come a byte at a time. */
final class SlowBytes extends AttackScenario {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  @Override
  public String name() {
    return "slow-bytes";
  }

  @Override
  public String invariant() {
    return "request heads, bodies and messages that come byte by byte end at their deadlines; the"
        + " others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient().with("lifeline.edge.http.body-timeout", "1s");
  }

  @Override
  int attackers() {
    return 40;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    List<Peer> messages = trial.openAll(size, i -> "/ws?user=slow-" + i, Manners.POLITE);
    byte[] message = Frames.frame(true, Frames.TEXT, new byte[1000], trial.stage().random());
    messages.forEach(peer -> peer.drip(message, INTERVAL));
    List<Peer> heads = new ArrayList<>();
    List<Peer> bodies = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      heads.add(dripping(trial, "GET /ws HTTP/1.1\r\n", "X-More: and more\r\n".repeat(50)));
      bodies.add(dripping(trial, post(), "[" + " ".repeat(900) + "]"));
    }
    trial.expect(size, CloseReason.MESSAGE_TOO_SLOW);
    trial.expect(size, CloseReason.HANDSHAKE_TIMEOUT);
    trial.ends(messages, ENDS);
    trial.ends(heads, ENDS);
    trial.ends(bodies, ENDS);
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
