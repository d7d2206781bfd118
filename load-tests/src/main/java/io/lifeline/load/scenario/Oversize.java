package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Messages that are too big in every way, and one that takes too long. */
final class Oversize implements Scenario {
  private static final int MAX_MESSAGE = 64 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "oversize";
  }

  @Override
  public String invariant() {
    return "a message that is too big, claims 2^63 bytes or comes at 100 bytes a second ends its"
        + " connection with its reason, at a bounded cost";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 10, 30, Oversize::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    SplittableRandom random = trial.stage().random();
    List<Peer> tooBig = new ArrayList<>();
    tooBig.addAll(sendAll(trial, size, Frames.claim(Frames.TEXT, MAX_MESSAGE + 1)));
    tooBig.addAll(sendAll(trial, size, Frames.claim(Frames.BINARY, Long.MAX_VALUE)));
    tooBig.addAll(sendAll(trial, size, wholeFrame(random)));
    trial.expect(tooBig.size(), CloseReason.MESSAGE_TOO_BIG);
    trial.mustEndWith(1009, tooBig, LIMIT);
    fragments(trial, size, random);
    impossibleLength(trial, size);
    slowMessage(trial, size, random);
  }

  private static byte[] wholeFrame(SplittableRandom random) {
    return Frames.frame(true, Frames.TEXT, new byte[MAX_MESSAGE + 1], random);
  }

  private static void fragments(Trial trial, int size, SplittableRandom random)
      throws InterruptedException {
    List<Peer> peers = trial.openAll(size, i -> "/ws?user=e-" + i, Manners.POLITE);
    for (Peer peer : peers) {
      peer.send(Frames.frame(false, Frames.BINARY, new byte[MAX_MESSAGE / 2], random));
      peer.send(Frames.frame(false, Frames.CONTINUATION, new byte[MAX_MESSAGE / 2], random));
      peer.send(Frames.frame(true, Frames.CONTINUATION, new byte[1], random));
    }
    trial.expect(size, CloseReason.MESSAGE_TOO_BIG);
    trial.mustEndWith(1009, peers, LIMIT);
  }

  /** 2^63: the most significant bit must be 0 (RFC 6455 section 5.2). */
  private static void impossibleLength(Trial trial, int size) throws InterruptedException {
    List<Peer> peers = sendAll(trial, size, Frames.claim(Frames.TEXT, Long.MIN_VALUE));
    trial.expect(size, CloseReason.PROTOCOL_VIOLATION);
    trial.mustEndWith(1002, peers, LIMIT);
  }

  private static void slowMessage(Trial trial, int size, SplittableRandom random)
      throws InterruptedException {
    List<Peer> peers = trial.openAll(size, i -> "/ws?user=e-" + i, Manners.POLITE);
    byte[] message = Frames.frame(true, Frames.TEXT, new byte[1000], random);
    peers.forEach(peer -> peer.drip(message, Duration.ofMillis(10)));
    trial.expect(size, CloseReason.MESSAGE_TOO_SLOW);
    trial.mustEndWith(CloseReason.MESSAGE_TOO_SLOW.code(), peers, LIMIT);
  }

  private static List<Peer> sendAll(Trial trial, int size, byte[] bytes)
      throws InterruptedException {
    List<Peer> peers = trial.openAll(size, i -> "/ws?user=big-" + i, Manners.POLITE);
    peers.forEach(peer -> peer.send(bytes));
    return peers;
  }
}
