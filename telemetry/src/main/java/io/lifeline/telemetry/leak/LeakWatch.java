package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Compares, each second, what is held of the resources that must agree (promise 3).
 *
 * <p>A difference counts as a suspect once it was there in each of the last five samples. Suspects
 * are published as {@link Metric#LEAK_SUSPECTS}, what is held as {@link Metric#RESOURCES}; the log
 * has one warning when a group begins to have suspects and one line when it has none again. It
 * repairs nothing. One phase; it watches nobody, and its failure costs only the figures.
 */
public final class LeakWatch extends AbstractBehavior<LeakWatch.Command> {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  public sealed interface Command {}

  /** Asks for the last sample. */
  public record Inspect(ActorRef<Report> replyTo) implements Command {}

  /** The answer to {@link Inspect}: one entry for each group, none before the first sample. */
  public record Report(List<GroupReport> groups) {
    public Report {
      groups = List.copyOf(groups);
    }

    /** Of all groups; 0 unless something leaks. */
    public long suspects() {
      return groups.stream().mapToLong(GroupReport::suspects).sum();
    }
  }

  private enum SampleDue implements Command {
    INSTANCE
  }

  private enum TimerKey {
    SAMPLE
  }

  private final List<GroupHistory> histories =
      Stream.of(ResourceGroup.values()).map(GroupHistory::new).toList();
  private final ResourceLedger ledger;
  private final EventSink events;
  private volatile Report last = new Report(List.of()); // read by others as well

  private LeakWatch(ActorContext<Command> context, ResourceLedger ledger, EventSink events) {
    super(context);
    this.ledger = ledger;
    this.events = events;
  }

  public static Behavior<Command> create(ResourceLedger ledger, EventSink events) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(TimerKey.SAMPLE, SampleDue.INSTANCE, INTERVAL);
                  return new LeakWatch(context, ledger, events);
                }));
  }

  /** The last sample, for who reaches this actor's behaviour instead of asking it. Thread-safe. */
  public Report last() {
    return last;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(SampleDue.class, due -> onSampleDue())
        .onMessage(Inspect.class, this::onInspect)
        .build();
  }

  private Behavior<Command> onSampleDue() {
    List<GroupReport> groups = new ArrayList<>();
    for (GroupHistory history : histories) {
      groups.add(history.sample(ledger));
    }
    Report next = new Report(groups);
    for (GroupReport group : groups) {
      group
          .held()
          .forEach((resource, held) -> events.set(Metric.RESOURCES, resource.label(), held));
      tellChange(suspectsBefore(group.group()), group);
    }
    events.set(Metric.LEAK_SUSPECTS, next.suspects());
    last = next;
    return this;
  }

  private Behavior<Command> onInspect(Inspect inspect) {
    inspect.replyTo().tell(last);
    return this;
  }

  private long suspectsBefore(ResourceGroup group) {
    return last.groups().stream()
        .filter(report -> report.group() == group)
        .mapToLong(GroupReport::suspects)
        .sum();
  }

  private void tellChange(long before, GroupReport now) {
    if (before == 0 && now.suspects() > 0) {
      getContext()
          .getLog()
          .warn("[{}] leak suspects in group [{}]: {}", now.suspects(), now.group(), now.figures());
    } else if (before > 0 && now.suspects() == 0) {
      getContext()
          .getLog()
          .info("no leak suspects any more in group [{}]: {}", now.group(), now.figures());
    }
  }
}
