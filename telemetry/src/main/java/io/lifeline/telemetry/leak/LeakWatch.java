package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>While the counts of a group disagree it looks for what is left over by name, at most once in
 * ten seconds. What then counts as a suspect says {@link GroupHistory}. Suspects are published as
 * {@link Metric#LEAK_SUSPECTS} by group, what is held as {@link Metric#RESOURCES}; the log has one
 * warning when a group begins to have suspects and one line when it has none again. It repairs
 * nothing. One phase; it watches nobody, and its failure costs only the figures. A look may take
 * tens of milliseconds: run it where that harms nobody.
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

  private record LeftoversFound(ResourceGroup group, Set<String> names) implements Command {}

  private record LookFailed(ResourceGroup group, Throwable cause) implements Command {}

  private enum SampleDue implements Command {
    INSTANCE
  }

  private enum TimerKey {
    SAMPLE
  }

  private final List<GroupHistory> histories =
      Stream.of(ResourceGroup.values()).map(GroupHistory::new).toList();
  private final Map<ResourceGroup, LeftoverSearch> searches = new EnumMap<>(ResourceGroup.class);
  private final ResourceLedger ledger;
  private final Leftovers leftovers;
  private final EventSink events;
  private volatile Report last = new Report(List.of()); // read by others as well
  private boolean lookFailed;

  private LeakWatch(
      ActorContext<Command> context, ResourceLedger ledger, Leftovers leftovers, EventSink events) {
    super(context);
    this.ledger = ledger;
    this.leftovers = leftovers;
    this.events = events;
  }

  public static Behavior<Command> create(
      ResourceLedger ledger, Leftovers leftovers, EventSink events) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(TimerKey.SAMPLE, SampleDue.INSTANCE, INTERVAL);
                  return new LeakWatch(context, ledger, leftovers, events);
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
        .onMessage(LeftoversFound.class, this::onLeftoversFound)
        .onMessage(LookFailed.class, this::onLookFailed)
        .onMessage(Inspect.class, this::onInspect)
        .build();
  }

  private Behavior<Command> onSampleDue() {
    List<GroupReport> groups = new ArrayList<>();
    for (GroupHistory history : histories) {
      LeftoverSearch search = searchOf(history.group());
      GroupReport group = history.sample(ledger, search.known());
      if (search.isDue(group.persistent() > 0)) {
        look(group.group());
      }
      groups.add(group);
    }
    for (GroupReport group : groups) {
      group
          .held()
          .forEach((resource, held) -> events.set(Metric.RESOURCES, resource.label(), held));
      events.set(Metric.LEAK_SUSPECTS, group.group().label(), group.suspects());
      tellChange(suspectsBefore(group.group()), group);
    }
    last = new Report(groups);
    return this;
  }

  private LeftoverSearch searchOf(ResourceGroup group) {
    return searches.computeIfAbsent(group, any -> new LeftoverSearch());
  }

  private void look(ResourceGroup group) {
    getContext()
        .pipeToSelf(
            leftovers.find(group, LeftoverSearch.LIMIT),
            (names, failure) ->
                failure == null
                    ? new LeftoversFound(group, names)
                    : new LookFailed(group, failure));
  }

  private Behavior<Command> onLeftoversFound(LeftoversFound found) {
    searchOf(found.group()).found(found.names());
    return this;
  }

  /** The counts are there all the same. */
  private Behavior<Command> onLookFailed(LookFailed failed) {
    if (!lookFailed) {
      lookFailed = true;
      getContext()
          .getLog()
          .warn(
              "could not look for what [{}] has left over", failed.group().label(), failed.cause());
    }
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
          .warn(
              "[{}] leak suspects in group [{}]: {}, for example {}",
              now.suspects(),
              now.group().label(),
              now.figures(),
              now.examples());
    } else if (before > 0 && now.suspects() == 0) {
      getContext()
          .getLog()
          .info("no leak suspects any more in group [{}]: {}", now.group().label(), now.figures());
    }
  }
}
