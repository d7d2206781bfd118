package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.peer.End;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A node that is told to end while clients are connected. */
final class Drain implements Scenario {
  private static final int BATCH = 20;
  private static final int CONNECTIONS = 300;
  private static final int INTERVAL_MILLIS = 200;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final Pattern RETRY_HINT = Pattern.compile("retry.*\\d");

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String invariant() {
    return "SIGTERM: not ready, no new connections, 1012 with a retry hint to each in paced batches,"
        + " exit code 0 within the deadline; a second SIGTERM ends it at once";
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(2);
  }

  @Override
  public void play(Stage stage) throws Exception {
    NodeConfig config =
        NodeConfig.quick()
            .with("lifeline.supervision.drain.batch", Integer.toString(BATCH))
            .with("lifeline.supervision.drain.interval", INTERVAL_MILLIS + "ms")
            .with("lifeline.supervision.drain.deadline", DEADLINE.toSeconds() + "s");
    stage.say("draining in an orderly way");
    drainOrderly(Trial.start(stage, config), stage.scaled(CONNECTIONS));
    stage.say("draining in a hurry");
    // clients that ignore the close frame hold the drain up
    drainInAHurry(Trial.start(stage, config.with("lifeline.connection.close-timeout", "8s")));
  }

  private static void drainOrderly(Trial trial, int size) throws Exception {
    List<Peer> polite = trial.openAll(size, i -> "/ws?user=u-" + i, Manners.POLITE);
    readinessMustBe(200, trial.node());
    trial.node().terminate();
    readinessMustBe(503, trial.node());
    Poll.until(AT_ONCE, "newcomers", () -> takenStill(trial));
    List<End> ends = trial.ends(polite, DEADLINE);
    for (End end : ends) {
      InvariantBroken.unless(
          end.code() == CloseReason.NODE_DRAINING.code() && RETRY_HINT.matcher(end.text()).find(),
          "ended by " + end + " (expected: 1012 with a retry hint)");
    }
    mustBePaced(ends);
    mustExit(trial.node(), DEADLINE.plus(AT_ONCE), true);
  }

  private static void drainInAHurry(Trial trial) throws Exception {
    trial.openAll(10, i -> "/ws?user=u-" + i, Manners.STUBBORN);
    readinessMustBe(200, trial.node());
    trial.node().terminate();
    readinessMustBe(503, trial.node());
    trial.node().terminate();
    mustExit(trial.node(), AT_ONCE, false);
  }

  private static void readinessMustBe(int expected, NodeProcess node) throws Exception {
    Poll.until(
        AT_ONCE,
        "readiness",
        () -> {
          int status = node.ops().readiness();
          return status == expected ? List.of() : List.of(status + " (expected: " + expected + ")");
        });
  }

  /**
   * Refused by the kernel, or answered with 503. Who comes in the moment between the two, when the
   * node is not ready and its acceptor does not know it yet, is taken, and drained with the others.
   */
  private static List<String> takenStill(Trial trial) throws InterruptedException {
    try {
      Peer late = trial.peers().upgrade("/ws?user=late", Manners.POLITE);
      int status = late.answered().get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
      return status == 503
          ? List.of()
          : List.of("a new connection was answered with " + status + " (expected: 503)");
    } catch (TimeoutException e) {
      throw new InvariantBroken("a new connection hangs (expected: refused, or 503)");
    } catch (ExecutionException e) {
      InvariantBroken.unless(
          e.getCause() instanceof IOException, "a new connection failed by " + e.getCause());
      return List.of();
    }
  }

  private static void mustBePaced(List<End> ends) {
    long first = ends.stream().mapToLong(End::atNanos).min().orElse(0);
    long last = ends.stream().mapToLong(End::atNanos).max().orElse(0);
    long expectedMillis = (ends.size() / BATCH - 1) * (long) INTERVAL_MILLIS / 2;
    long millis = (last - first) / 1_000_000;
    InvariantBroken.unless(
        millis >= expectedMillis,
        ends.size()
            + " connections closed within "
            + millis
            + " ms (expected: batches of "
            + BATCH
            + ", "
            + INTERVAL_MILLIS
            + " ms apart)");
  }

  private static void mustExit(NodeProcess node, Duration limit, boolean orderly)
      throws InterruptedException {
    OptionalInt code = node.awaitExit(limit);
    InvariantBroken.unless(
        code.isPresent(), "still running " + limit.toMillis() + " ms after the signal");
    InvariantBroken.unless(
        !orderly || code.getAsInt() == 0, "exit code " + code.getAsInt() + " (expected: 0)");
  }
}
