package io.lifeline.edge.ops;

import io.lifeline.connection.ConnectionView;
import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The connections with the longest round trips, of some that are asked. */
final class SlowConnections implements Check {
  private static final int ASKED = 1_000;
  private static final int SHOWN = 15;
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final double MANY_MISS = 0.1;
  private static final long[] BUCKETS = {1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000};

  private final ActorSystem<?> system;
  private final ActorRef<Ops.Command> ops;
  private final Duration limit;

  /**
   * @param limit longer than the settings give connections to answer
   */
  SlowConnections(ActorSystem<?> system, ActorRef<Ops.Command> ops, Duration limit) {
    this.system = system;
    this.ops = ops;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public Duration limit() {
    return limit;
  }

  @Override
  public CompletionStage<List<Finding>> run() {
    // Longer than the limit, so that actors that do not answer count as timed out.
    CompletionStage<Ops.ConnectionsReply> reply =
        AskPattern.ask(
            ops,
            replyTo -> new Ops.InspectConnections(ASKED, replyTo),
            limit.multipliedBy(2),
            system.scheduler());
    return reply.thenApply(
        answer ->
            List.of(
                answer instanceof Inspection.Seen seen
                    ? finding(seen)
                    : Finding.of(Severity.NOTE, "Too many look at the connections right now.")));
  }

  static Finding finding(Inspection.Seen seen) {
    List<ConnectionView> measured =
        seen.connections().stream()
            .filter(view -> !view.roundTrip().isZero())
            .sorted(Comparator.comparing(ConnectionView::roundTrip).reversed())
            .toList();
    long missing = seen.connections().stream().filter(view -> view.missedBeats() > 0).count();
    if (measured.isEmpty()) {
      return Finding.of(
          Severity.OK,
          "%,d WebSockets are open; none of them has answered a heartbeat yet."
              .formatted(seen.total()));
    }
    Duration median = measured.get(measured.size() / 2).roundTrip();
    boolean slow = median.compareTo(SLOW) > 0;
    boolean missed = missing > seen.connections().size() * MANY_MISS;
    Finding finding =
        Finding.of(
                slow || missed ? Severity.WARNING : Severity.OK,
                String.format(
                    Locale.ROOT,
                    "Of %,d open WebSockets %,d were asked: half answer within %s, the slowest"
                        + " within %s; %,d missed their last heartbeat.",
                    seen.total(),
                    seen.connections().size(),
                    millis(median),
                    millis(measured.get(0).roundTrip()),
                    missing))
            .with(table(measured), histogram(measured));
    return slow || missed
        ? finding
            .next(
                "See whether the slow ones share a network: their addresses are in the table.",
                "If all are slow, the node itself is: look at CPU and collections.")
            .see("LifelineDeadPeersDetectedLate")
        : finding;
  }

  private static Evidence table(List<ConnectionView> slowestFirst) {
    return new Evidence.Table(
        "The slowest by round trip",
        List.of("connection", "round trip", "missed", "address", "dialect", "age", "channels"),
        slowestFirst.stream()
            .limit(SHOWN)
            .map(
                view ->
                    List.of(
                        view.id(),
                        millis(view.roundTrip()),
                        String.valueOf(view.missedBeats()),
                        view.remoteAddress(),
                        view.dialect(),
                        view.age().toSeconds() + " s",
                        String.valueOf(view.channels().size())))
            .toList());
  }

  private static Evidence histogram(List<ConnectionView> measured) {
    List<Evidence.Bar> bars = new ArrayList<>();
    long from = 0;
    for (long to : BUCKETS) {
      bars.add(new Evidence.Bar(from + " to " + to + " ms", between(measured, from, to)));
      from = to;
    }
    bars.add(new Evidence.Bar("over " + from + " ms", between(measured, from, Long.MAX_VALUE)));
    return new Evidence.Bars("Round trips", "connections", bars);
  }

  private static long between(List<ConnectionView> measured, long from, long to) {
    return measured.stream()
        .mapToLong(view -> view.roundTrip().toMillis())
        .filter(millis -> millis >= from && millis < to)
        .count();
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
