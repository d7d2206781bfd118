package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.peer.End;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import io.lifeline.load.rest.AtRest;
import io.lifeline.load.rest.Expectation;
import io.lifeline.load.rest.Snapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One node under test and its peers. A trial has two rounds: a small one that warms the node up,
 * after which the baseline is taken, and the real one, after which the node must be at rest again.
 */
final class Trial {
  /** For a node to come to rest: its own times, and the metrics' tick. */
  private static final Duration REST_LIMIT = Duration.ofSeconds(15);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  /** One round of a scenario. */
  interface Round {
    void play(Trial trial, int size) throws Exception;
  }

  private final Stage stage;
  private final NodeProcess node;
  private final PeerLoop peers;
  private Expectation expectation = new Expectation();
  private boolean warm;

  private Trial(Stage stage, NodeProcess node, PeerLoop peers) {
    this.stage = stage;
    this.node = node;
    this.peers = peers;
  }

  /** Starts a node, without rounds. */
  static Trial start(Stage stage, NodeConfig config) throws IOException, InterruptedException {
    NodeProcess node = stage.startNode(config);
    return new Trial(stage, node, stage.own(new PeerLoop(node.peerAddress(), stage.random())));
  }

  /** Plays both rounds and checks that the node is at rest after each. */
  static void rounds(Stage stage, NodeConfig config, int warmUp, int size, Round round)
      throws Exception {
    Trial trial = start(stage, config);
    Snapshot fresh = trial.firstSnapshot();
    stage.say("warming up with " + warmUp);
    trial.play(round, warmUp, "after the warm-up", withoutDescriptors(fresh));
    trial.node.liveHeapBytes();
    trial.expectation = new Expectation();
    trial.warm = true;
    Snapshot baseline = Snapshot.of(trial.node);
    long heap = trial.node.liveHeapBytes();
    int scaled = stage.scaled(size);
    stage.say("playing with " + scaled);
    trial.play(round, scaled, "at rest", baseline);
    trial.checkHeap(heap);
    trial.checkErrors();
  }

  /** Whether this is the real round. */
  boolean isWarm() {
    return warm;
  }

  /** More peers with a thread of their own, and with this address if it is not null. */
  PeerLoop morePeers(@Nullable InetAddress from) throws IOException {
    return stage.own(new PeerLoop(node.peerAddress(), stage.random(), from));
  }

  NodeProcess node() {
    return node;
  }

  PeerLoop peers() {
    return peers;
  }

  Stage stage() {
    return stage;
  }

  /** Opens a WebSocket and waits until it is open. */
  Peer open(String path, Manners manners) throws InterruptedException {
    return openAll(1, i -> path, manners).get(0);
  }

  /** Opens WebSockets at once and waits until all are open, and greeted if they can see it. */
  List<Peer> openAll(int count, IntFunction<String> path, Manners manners)
      throws InterruptedException {
    return openAll(peers, count, path, manners);
  }

  /** The same, driven by another loop. */
  List<Peer> openAll(PeerLoop loop, int count, IntFunction<String> path, Manners manners)
      throws InterruptedException {
    List<Peer> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(loop.upgrade(path.apply(i), manners));
    }
    for (Peer peer : opened) {
      int status = value(peer.answered(), "an answer to the handshake", ANSWER_LIMIT);
      InvariantBroken.unless(status == 101, "handshake answered with " + status);
    }
    if (manners != Manners.DEAF && path.apply(0).startsWith("/ws")) {
      for (Peer peer : opened) {
        value(peer.greeted(), "a greeting", ANSWER_LIMIT);
      }
    }
    return opened;
  }

  /** So many connections of this round should be counted under one of these reasons. */
  void expect(long count, CloseReason... either) {
    expectation.ended(count, either);
  }

  /** Any number of connections of this round may be counted under these reasons. */
  void expectAnyNumber(CloseReason... reasons) {
    expectation.anyNumber(reasons);
  }

  /** The ends of all these peers, each within the limit from now. */
  List<End> ends(List<Peer> ending, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    List<End> ends = new ArrayList<>();
    for (Peer peer : ending) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      ends.add(value(peer.ended(), "the end of a connection", left));
    }
    return ends;
  }

  /** All these peers end within the limit and are sent this code. */
  void mustEndWith(int code, List<Peer> ending, Duration limit) throws InterruptedException {
    for (End end : ends(ending, limit)) {
      InvariantBroken.unless(
          end.code() == code, "ended by " + end + " (expected: close code " + code + ")");
    }
  }

  /** None of these peers has ended. */
  static void mustStillBeOpen(List<Peer> open) {
    long ended = open.stream().filter(peer -> peer.ended().isDone()).count();
    InvariantBroken.unless(ended == 0, ended + " polite peers lost their connection");
  }

  /** Within the limit no more than {@code left} connection actors live. */
  void mustBeGone(int left, Duration limit) throws Exception {
    Poll.until(
        limit,
        "connections that should be gone",
        () -> {
          long living = Snapshot.living(node);
          return living <= left
              ? List.of()
              : List.of(living + " connection actors (expected: " + left + ")");
        });
  }

  /** The path of a WebSocket for this user, which the node will accept. */
  String path(String user) {
    return "/ws?" + node.credentials(user);
  }

  /** Ends them in an orderly way and expects that it is counted so. */
  void closeOrderly(List<Peer> open) throws InterruptedException {
    expect(open.size(), CloseReason.PEER_CLOSED);
    open.forEach(peer -> peer.close(1000));
    mustEndWith(1000, open, ANSWER_LIMIT);
  }

  /**
   * Plays a round and checks that the node is at rest after it. A round that fails is told together
   * with what the node still holds: a client without an end says little about where it is held.
   */
  private void play(Round round, int size, String what, Snapshot baseline) throws Exception {
    List<String> problems = new ArrayList<>();
    try {
      round.play(this, size);
    } catch (InvariantBroken e) {
      problems.addAll(e.problems());
    }
    try {
      checkRest(what, baseline);
    } catch (InvariantBroken e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new InvariantBroken(problems);
    }
  }

  private void checkRest(String what, Snapshot baseline) throws Exception {
    stage.say("waiting for rest");
    Poll.until(
        REST_LIMIT, what, () -> AtRest.differences(baseline, Snapshot.of(node), expectation));
  }

  private void checkHeap(long baselineBytes) throws Exception {
    stage.say("measuring the heap");
    Poll.until(
        Duration.ofSeconds(5),
        "at rest",
        () -> AtRest.heapDifferences(baselineBytes, node.liveHeapBytes()));
  }

  /** Nothing that a peer does may be an error of ours. */
  private void checkErrors() {
    List<String> problems = new ArrayList<>(peers.problems());
    node.errors().forEach(line -> problems.add("the node logged: " + line));
    if (!problems.isEmpty()) {
      throw new InvariantBroken(problems);
    }
  }

  private Snapshot firstSnapshot() throws Exception {
    Poll.until(Duration.ofSeconds(10), "metrics of a fresh node", this::missingMetrics);
    return Snapshot.of(node);
  }

  private List<String> missingMetrics() throws IOException {
    return node.ops().metrics().has("lifeline_resources")
        ? List.of()
        : List.of("no lifeline_resources at /metrics");
  }

  /** A fresh node still opens files, which is no leak. */
  private static Snapshot withoutDescriptors(Snapshot fresh) {
    return new Snapshot(
        fresh.resources(), fresh.closed(), fresh.leakSuspects(), fresh.listed(), Integer.MAX_VALUE);
  }

  private static <T> T value(Future<T> future, String what, Duration limit)
      throws InterruptedException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new InvariantBroken("no " + what + " within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new InvariantBroken(what + ": " + e.getCause());
    }
  }
}
