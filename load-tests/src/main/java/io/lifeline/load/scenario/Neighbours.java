package io.lifeline.load.scenario;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.node.BackEnd;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Well-behaved peers beside an attack, and how the node serves them: every 50 ms one publication to
 * all of them, over a connection of a back end to the HTTP API, and one message that is echoed,
 * whatever became of those before. A latency counts from when its message was due, not from when
 * there was time to send it.
 */
final class Neighbours {
  private static final int PEERS = 20;
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration CALM = Duration.ofSeconds(2);
  private static final Duration CALM_WHILE_COLD = Duration.ofMillis(500);

  /**
   * What an attack may make of the latencies: five times what they were in peace, or the following
   * where that is less. Attackers, neighbours and node share the cores of one machine, so even a
   * perfect node is slower then; a node that lets attackers hold others up is so by far more.
   */
  private static final int MOST_TIMES = 5;

  private static final long MOST_MICROS_AT_P50 = 40_000;
  private static final long MOST_MICROS_AT_P99 = 400_000;

  private static final Pattern DUE = Pattern.compile("\"due\":(\\d+)");

  private final Trial trial;
  private final List<Peer> peers;
  private final Peer echo;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Latencies calm = new Latencies();
  private final Latencies attacked = new Latencies();
  private volatile Latencies now = calm;
  private int echoed;
  private int published;

  /** An attack. */
  interface Attack {
    void play() throws Exception;
  }

  private Neighbours(Trial trial, List<Peer> peers, Peer echo) {
    this.trial = trial;
    this.peers = peers;
    this.echo = echo;
    peers.forEach(peer -> peer.hears(text -> record(text, now.pushes())));
    echo.hears(text -> record(text, now.roundTrips()));
  }

  static Neighbours moveIn(Trial trial) throws Exception {
    PeerLoop loop = trial.morePeers(null);
    List<Peer> peers =
        trial.openAll(
            loop, PEERS, i -> "/ws?channel=neighbours&user=neighbour-" + i, Manners.POLITE);
    Peer echo = trial.openAll(loop, 1, i -> "/echo?user=echo", Manners.POLITE).get(0);
    return new Neighbours(trial, peers, echo);
  }

  int count() {
    return peers.size() + 1;
  }

  /** Measures them in peace, then during the attack, and compares. */
  void live(String name, Attack attack) throws Exception {
    trial.stage().say("measuring in peace");
    measure(calm, () -> Pushes.pause((trial.isWarm() ? CALM : CALM_WHILE_COLD).toMillis()));
    trial.stage().say("attacking");
    measure(attacked, attack);
    if (trial.isWarm()) {
      trial.stage().note(attacked.besides(calm));
    }
    InvariantBroken.unless(
        failures.isEmpty(),
        name + ": " + failures.size() + " publications failed, first: " + failures.peek());
    if (trial.isWarm()) {
      mustBeNormal("pushes", calm.pushes(), attacked.pushes());
      mustBeNormal("round trips", calm.roundTrips(), attacked.roundTrips());
    }
    Trial.mustStillBeOpen(peers);
    Trial.mustStillBeOpen(List.of(echo));
    trial.closeOrderly(peers);
    trial.closeOrderly(List.of(echo));
  }

  private void measure(Latencies phase, Attack attack) throws Exception {
    now = phase;
    ScheduledExecutorService clocks = Executors.newScheduledThreadPool(2);
    long begin = System.nanoTime();
    int publishedBefore = published;
    int echoedBefore = echoed;
    try (BackEnd backEnd = trial.node().backEnd()) {
      List<ScheduledFuture<?>> ticking =
          List.of(
              every(clocks, () -> echo(due(begin, echoed - echoedBefore))),
              every(clocks, () -> publish(backEnd, due(begin, published - publishedBefore))));
      attack.play();
      for (ScheduledFuture<?> clock : ticking) {
        InvariantBroken.unless(clock.cancel(false), "the neighbours failed: " + clock);
      }
      clocks.shutdown();
      InvariantBroken.unless(
          clocks.awaitTermination(10, TimeUnit.SECONDS), "the node did not answer a publication");
    } finally {
      clocks.shutdownNow();
    }
    Pushes.mustHaveAll(peers, published);
  }

  private static ScheduledFuture<?> every(ScheduledExecutorService clocks, Runnable tick) {
    return clocks.scheduleAtFixedRate(tick, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static long due(long begin, int ticks) {
    return begin + ticks * TICK.toNanos();
  }

  private void echo(long due) {
    echo.sendText("{\"due\":" + due + "}");
    echoed++;
  }

  private void publish(BackEnd backEnd, long due) {
    try {
      backEnd.publish("neighbours", "{\"n\":" + published + ",\"due\":" + due + "}");
      published++;
    } catch (IOException e) {
      failures.add("a publication was not taken: " + e.getMessage());
    }
  }

  private static void record(String text, Histogram latencies) {
    Matcher due = DUE.matcher(text);
    if (due.find()) {
      latencies.recordValue((System.nanoTime() - Long.parseLong(due.group(1))) / 1000);
    }
  }

  private static void mustBeNormal(String what, Histogram calm, Histogram attacked) {
    mustBeNormal(what, 50, MOST_MICROS_AT_P50, calm, attacked);
    mustBeNormal(what, 99, MOST_MICROS_AT_P99, calm, attacked);
  }

  private static void mustBeNormal(
      String what, int percent, long mostMicros, Histogram calm, Histogram attacked) {
    long inPeace = calm.getValueAtPercentile(percent);
    long now = attacked.getValueAtPercentile(percent);
    long most = Math.max(mostMicros, MOST_TIMES * inPeace);
    InvariantBroken.unless(
        now <= most,
        String.format(
            Locale.ROOT,
            "%d %% of the neighbours' %s took up to %,d us, in peace %,d (expected: at most %,d)",
            percent,
            what,
            now,
            inPeace,
            most));
  }
}
