package io.lifeline.edge.ops;

import io.lifeline.edge.ops.cluster.LookDesk;
import io.lifeline.edge.settings.OpsSettings;
import io.lifeline.supervision.channels.Hub;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.leak.LeakWatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The node's eye on itself: parent of the leak watch, of the desk where other nodes ask, and of
 * each inspection that is under way. At most {@value #MAX_INSPECTIONS} of those run at once; more
 * are refused.
 */
public final class Ops extends AbstractBehavior<Ops.Command> {
  static final int MAX_INSPECTIONS = 8;

  /** What may be asked. */
  public sealed interface Command {}

  /** Asks how up to {@code limit} connections are. */
  record InspectConnections(int limit, ActorRef<ConnectionsReply> replyTo) implements Command {}

  /** Asks what the leak watch saw last. */
  record InspectLeaks(ActorRef<LeakWatch.Report> replyTo) implements Command {}

  /** From now on other nodes may ask what this one shows. Told once. */
  record AnswerOthers(String node, NodeQuestions questions) implements Command {}

  sealed interface ConnectionsReply permits Inspection.Seen, TooMany {}

  /** Too many inspections run already. */
  record TooMany() implements ConnectionsReply {}

  private record InspectionEnded() implements Command {}

  private final ActorRef<Hub.Command> hub;
  private final OpsSettings settings;
  private final ActorRef<LeakWatch.Command> leaks;
  private int inspections;

  public static Behavior<Command> create(
      ActorRef<Hub.Command> hub, OpsSettings settings, ResourceLedger ledger, EventSink events) {
    return Behaviors.setup(context -> new Ops(context, hub, settings, ledger, events));
  }

  private Ops(
      ActorContext<Command> context,
      ActorRef<Hub.Command> hub,
      OpsSettings settings,
      ResourceLedger ledger,
      EventSink events) {
    super(context);
    this.hub = hub;
    this.settings = settings;
    this.leaks =
        context.spawn(
            LeakWatch.create(ledger, new NodeLeftovers(context.getSystem(), hub), events),
            "leak-watch",
            DispatcherSelector.blocking());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(InspectConnections.class, this::onInspectConnections)
        .onMessage(InspectLeaks.class, this::onInspectLeaks)
        .onMessage(AnswerOthers.class, this::onAnswerOthers)
        .onMessage(InspectionEnded.class, ended -> onInspectionEnded())
        .build();
  }

  private Behavior<Command> onInspectConnections(InspectConnections ask) {
    if (inspections == MAX_INSPECTIONS) {
      ask.replyTo().tell(new TooMany());
      return this;
    }
    int limit = Math.min(ask.limit(), settings.maxConnections());
    ActorRef<Inspection.Command> inspection =
        getContext()
            .spawnAnonymous(
                Inspection.create(hub, limit, settings.inspectTimeout(), ask.replyTo()));
    getContext().watchWith(inspection, new InspectionEnded());
    inspections++;
    return this;
  }

  private Behavior<Command> onInspectLeaks(InspectLeaks ask) {
    leaks.tell(new LeakWatch.Inspect(ask.replyTo()));
    return this;
  }

  private Behavior<Command> onAnswerOthers(AnswerOthers answer) {
    getContext().spawn(LookDesk.create(answer.node(), answer.questions()), LookDesk.NAME);
    return this;
  }

  private Behavior<Command> onInspectionEnded() {
    inspections--;
    return this;
  }
}
