package io.lifeline.load.scenario;

import io.lifeline.load.Poll;
import io.lifeline.load.peer.End;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts connections one after the other and brings each to its end in the way that it is given.
 * Holds at most so many at a time and collects what did not go as it should. Started by one thread.
 */
final class Crowd implements AutoCloseable {
  private static final int MOST_AT_A_TIME = 1500;
  private static final int MOST_PROBLEMS = 10;
  private static final int FLOOD_PUSHES = 110;
  private static final int FLOOD_BYTES = 60 << 10;
  private static final Duration PATIENCE_WITH_DEAF = Duration.ofSeconds(8);
  private static final byte[] INVALID_UTF8 = {(byte) 0xc3, (byte) 0x28};

  private final Trial trial;
  private final SplittableRandom random;
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  /** For the calls that block: kicks and pushes. */
  private final ExecutorService calls = Executors.newFixedThreadPool(3);

  Crowd(Trial trial, SplittableRandom random) {
    this.trial = trial;
    this.random = random;
  }

  /** Waits for a free place and starts a connection that will end in this way. */
  void add(int number, Way way) throws InterruptedException {
    places.acquire();
    trial.expect(1, way.reasons());
    if (way.beforeUpgrade()) {
      Peer peer = trial.peers().connect();
      watch(peer, way);
      spoilHandshake(peer, way);
      return;
    }
    String user = "churn-" + number;
    Peer peer = trial.peers().upgrade("/ws?user=" + user + "&channel=" + user, way.manners());
    watch(peer, way);
    SplittableRandom own = random.split();
    dealWith(
        whenReady(peer, way).thenAcceptAsync(status -> end(peer, status, user, way, own), calls));
  }

  int open() {
    return MOST_AT_A_TIME - places.availablePermits();
  }

  /** The first things that went wrong. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void awaitAllEnded(Duration limit) throws Exception {
    Poll.until(
        limit,
        "the crowd",
        () -> open() == 0 ? List.of() : List.of(open() + " connections have not ended"));
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }

  /**
   * Open, which is early enough for most: an end while a connection is still being set up is a hard
   * case. Only who was greeted can be kicked, though: before, nobody knows the connection.
   */
  private static CompletableFuture<Integer> whenReady(Peer peer, Way way) {
    return way == Way.KICK || way == Way.IGNORED_KICK
        ? peer.answered().thenCombine(peer.greeted(), (status, greeted) -> status)
        : peer.answered();
  }

  private void watch(Peer peer, Way way) {
    dealWith(peer.ended().thenAccept(end -> onEnd(end, way)));
  }

  private void onEnd(End end, Way way) {
    places.release();
    if (end.cause() == End.Cause.LEFT) {
      return;
    }
    if (end.code() != way.code()) {
      problem(way + " ended by " + end + " (expected: close code " + way.code() + ")");
    }
  }

  private void end(Peer peer, int status, String user, Way way, SplittableRandom own) {
    if (status != 101) {
      problem(way + ": handshake answered with " + status);
      return;
    }
    switch (way) {
      case ORDERLY_CLOSE -> peer.close(1000);
      case KICK, IGNORED_KICK -> call(() -> trial.node().api().disconnect(user));
      case PROTOCOL_BROKEN -> peer.send(Frames.unmasked("{}"));
      case TEXT_NOT_UTF8 -> peer.send(Frames.frame(true, Frames.TEXT, INVALID_UTF8, own));
      case RESET -> peer.reset();
      case VANISH -> peer.vanish();
      case OVERSIZE -> peer.send(Frames.claim(Frames.TEXT, Long.MAX_VALUE));
      case SLOW_MESSAGE ->
          peer.drip(Frames.frame(true, Frames.TEXT, new byte[1000], own), Duration.ofMillis(100));
      case NEVER_READS -> flood(peer, user);
      case SILENCE -> {
        // its manners do it
      }
      default -> throw new IllegalStateException(way + " has no WebSocket");
    }
  }

  private static void spoilHandshake(Peer peer, Way way) {
    if (way == Way.GARBAGE_FOR_A_HEAD) {
      peer.send("\u0001\u0002 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      byte[] head = "GET /ws HTTP/1.1\r\nHost: here\r\n".getBytes(StandardCharsets.US_ASCII);
      peer.drip(head, Duration.ofMillis(250));
    }
  }

  private void flood(Peer peer, String channel) {
    Executor later =
        CompletableFuture.delayedExecutor(
            PATIENCE_WITH_DEAF.toMillis(), TimeUnit.MILLISECONDS, calls);
    dealWith(CompletableFuture.runAsync(peer::reset, later));
    call(
        () -> {
          for (int i = 0; i < FLOOD_PUSHES; i++) {
            trial.node().api().publish(channel, Pushes.json(i, FLOOD_BYTES));
          }
        });
  }

  /** A call to the node's HTTP API. */
  private interface Call {
    void run() throws IOException;
  }

  private void call(Call call) {
    try {
      call.run();
    } catch (IOException e) {
      problem(String.valueOf(e.getMessage()));
    }
  }

  private void dealWith(CompletableFuture<@Nullable Void> step) {
    CompletableFuture<?> unused =
        step.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                problem("a connection failed: " + failure);
              }
            });
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }
}
