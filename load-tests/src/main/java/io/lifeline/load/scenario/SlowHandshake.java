package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/** Everything that can be wrong before the WebSocket is one. */
final class SlowHandshake implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  @Override
  public String name() {
    return "slow-handshake";
  }

  @Override
  public String invariant() {
    return "a request head that is too slow gets 408, one that is too long 431, garbage 400; each"
        + " connection is gone within the handshake timeout";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 10, 50, SlowHandshake::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    String head = "GET /ws?user=slow HTTP/1.1\r\nHost: here\r\n";
    List<Peer> slow = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      slow.add(dripping(trial, "", head, 1000));
      slow.add(dripping(trial, head, "X-More: and more\r\n".repeat(50), 5));
    }
    List<Peer> mute = connectAll(trial, size, "");
    trial.expect(slow.size() + mute.size(), CloseReason.HANDSHAKE_TIMEOUT);
    trial.ends(mute, LIMIT);
    mustBeAnswered(trial, 408, slow);

    List<Peer> malformed = connectAll(trial, size, garbage(trial.stage().random()) + "\r\n\r\n");
    trial.expect(2L * size, CloseReason.HANDSHAKE_MALFORMED);
    mustBeAnswered(trial, 400, malformed);
    mustBeAnswered(trial, 431, connectAll(trial, size, head + "X-Long: " + "a".repeat(1 << 20)));
  }

  private static Peer dripping(Trial trial, String atOnce, String slowly, long millis) {
    Peer peer = trial.peers().connect();
    peer.send(ascii(atOnce));
    peer.drip(ascii(slowly), Duration.ofMillis(millis));
    return peer;
  }

  private static List<Peer> connectAll(Trial trial, int size, String bytes) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Peer peer = trial.peers().connect();
      peer.send(ascii(bytes));
      peers.add(peer);
    }
    return peers;
  }

  private static void mustBeAnswered(Trial trial, int status, List<Peer> peers)
      throws InterruptedException {
    trial.ends(peers, LIMIT);
    for (Peer peer : peers) {
      InvariantBroken.unless(
          answer(peer).equals(Integer.toString(status)),
          "answered with " + answer(peer) + " (expected: " + status + ")");
    }
  }

  private static String answer(Peer peer) throws InterruptedException {
    try {
      return peer.answered().get().toString();
    } catch (ExecutionException e) {
      return "nothing: " + e.getCause();
    }
  }

  /** 64 random bytes without the end of a line. */
  private static String garbage(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      text.append((char) random.nextInt(14, 127));
    }
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
