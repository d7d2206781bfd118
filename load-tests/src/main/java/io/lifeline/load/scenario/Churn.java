package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.PeerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Thousands of connections, each ended in a random one of all ways. */
final class Churn implements Scenario {
  private static final int CONNECTIONS = 20_000;
  private static final int EACH_SECOND = 120;

  /**
   * More than a minute of it. So long the entities of users' channels stay that nobody has any
   * more, and new users make new ones: before that their number still grows, and the heap with it.
   */
  private static final int WARM_UP = 8_000;

  /** A client process with so many connections is killed halfway through. */
  private static final int KILLED_TOGETHER = 50;

  private static final Duration LAST_ENDS = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "churn";
  }

  @Override
  public String invariant() {
    return "after 20,000 connections, each ended in a random way, nothing is left and each end is"
        + " counted under its reason";
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(8);
  }

  @Override
  public void play(Stage stage) throws Exception {
    NodeConfig config = NodeConfig.quick().with("lifeline.connection.outbound.limit", "256KiB");
    Trial.rounds(stage, config, stage.scaled(WARM_UP), CONNECTIONS, Churn::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    SplittableRandom random = trial.stage().random();
    int killAt = size / 2;
    int single = Math.max(0, size - KILLED_TOGETHER);
    long started = System.nanoTime();
    try (Crowd crowd = new Crowd(trial, random)) {
      for (int number = 0; number < single; number++) {
        pace(started, number);
        crowd.add(number, Way.any(random));
        if (number == killAt) {
          killTogether(trial);
        }
        report(trial.stage(), crowd, number, size);
      }
      crowd.awaitAllEnded(LAST_ENDS);
      if (!crowd.problems().isEmpty()) {
        throw new InvariantBroken(crowd.problems());
      }
    }
  }

  private static void killTogether(Trial trial) throws Exception {
    List<String> here = List.of();
    try (PeerProcess client =
        trial
            .stage()
            .own(
                PeerProcess.start(
                    here, trial.node().peerAddress(), KILLED_TOGETHER, "/ws?user=killed"))) {
      client.kill();
    }
    trial.expect(KILLED_TOGETHER, CloseReason.PEER_ENDED, CloseReason.PEER_RESET);
  }

  private static void pace(long startedNanos, int number) throws InterruptedException {
    long dueNanos = startedNanos + number * 1_000_000_000L / EACH_SECOND;
    long early = dueNanos - System.nanoTime();
    if (early > 1_000_000) {
      Poll.pause(Duration.ofNanos(early));
    }
  }

  private static void report(Stage stage, Crowd crowd, int number, int size) {
    if (number % EACH_SECOND == 0) {
      stage.say(String.format(Locale.ROOT, "%,d of %,d, %,d open", number, size, crowd.open()));
    }
  }
}
