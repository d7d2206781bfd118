package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Compares, each second, what is held of the resources that must agree (promise 3), and looks for
 * what grows without them.
 *
 * <p>While the counts of a group disagree it looks for what is left over by name, at most once in
 * ten seconds. What then counts as a suspect says {@link GroupHistory}, and what counts as growth
 * {@link GrowthTrend}. Suspects are published as {@link Metric#LEAK_SUSPECTS} by group, what is
 * held as {@link Metric#RESOURCES}; the log has one warning when a group begins to have suspects
 * and one line when it has none again. It repairs nothing. One phase; it watches nobody, and its
 * failure costs only the figures. A look may take tens of milliseconds: run it where that harms
 * nobody.
 */
public final class LeakWatch extends AbstractBehavior<LeakWatch.Command> {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  public sealed interface Command {}

  /** Asks for the last sample. */
  public record Inspect(ActorRef<Report> replyTo) implements Command {}

  /** The answer to {@link Inspect}: one entry for each group, none before the first sample. */
  public record Report(List<GroupReport> groups, List<GrowthReport> growths) {
    public Report {
      groups = List.copyOf(groups);
      growths = List.copyOf(growths);
    }

    /** Of what must agree alone. */
    public Report(List<GroupReport> groups) {
      this(groups, List.of());
    }

    /** Of all groups whose counts must agree; 0 unless something leaks. */
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

  private final LeakSamples samples;
  private final Leftovers leftovers;
  private final EventSink events;
  private volatile Report last = new Report(List.of(), List.of()); // read by others as well
  private boolean lookFailed;

  private LeakWatch(
      ActorContext<Command> context,
      ResourceLedger ledger,
      Leftovers leftovers,
      Footprint footprint,
      EventSink events) {
    super(context);
    this.samples = new LeakSamples(ledger, footprint);
    this.leftovers = leftovers;
    this.events = events;
  }

  /** A watch of this process and of the actor system that it runs in. */
  public static Behavior<Command> create(
      ResourceLedger ledger, Leftovers leftovers, EventSink events) {
    return Behaviors.setup(
        context -> create(ledger, leftovers, new NodeFootprint(context.getSystem()), events));
  }

  static Behavior<Command> create(
      ResourceLedger ledger, Leftovers leftovers, Footprint footprint, EventSink events) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(TimerKey.SAMPLE, SampleDue.INSTANCE, INTERVAL);
                  return new LeakWatch(context, ledger, leftovers, footprint, events);
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
    Report now = samples.take(this::look);
    for (GroupReport group : now.groups()) {
      group
          .held()
          .forEach((resource, held) -> events.set(Metric.RESOURCES, resource.label(), held));
      events.set(Metric.LEAK_SUSPECTS, group.group().label(), group.suspects());
      tellChange(suspectsBefore(group.group()), group);
    }
    for (GrowthReport growth : now.growths()) {
      events.set(Metric.LEAK_SUSPECTS, growth.what().label(), growth.suspects());
      tellGrowth(growth);
    }
    last = now;
    return this;
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
    samples.found(found.group(), found.names());
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

  private void tellGrowth(GrowthReport now) {
    boolean before =
        last.growths().stream().anyMatch(one -> one.what() == now.what() && one.suspects() > 0);
    if (!before && now.suspects() > 0) {
      getContext()
          .getLog()
          .warn(
              "[{}] more of [{}] than the connections explain: {}, for example {}",
              now.suspects(),
              now.what().label(),
              now.figures(),
              now.examples());
    } else if (before && now.suspects() == 0) {
      getContext().getLog().info("no more growth of [{}]: {}", now.what().label(), now.figures());
    }
  }
}
