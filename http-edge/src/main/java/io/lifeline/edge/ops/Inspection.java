package io.lifeline.edge.ops;

import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionView;
import io.lifeline.supervision.channels.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Asks some connections how they are, once, and stops with its answer. A connection that ends
 * meanwhile, or is too busy to answer in time, is left out.
 */
final class Inspection extends AbstractBehavior<Inspection.Command> {
  sealed interface Command {}

  private record ConnectionsListed(Hub.Listed listed) implements Command {}

  private record ConnectionSeen(ConnectionView view) implements Command {}

  private record Overdue() implements Command {}

  /**
   * @param total of open WebSockets on the node, of which {@code connections} are some
   */
  record Seen(int total, List<ConnectionView> connections) implements Ops.ConnectionsReply {
    Seen {
      connections = List.copyOf(connections);
    }
  }

  private enum TimerKey {
    OVERDUE
  }

  private final ActorRef<? super Seen> replyTo;
  private final List<ConnectionView> seen = new ArrayList<>();
  private int asked;
  private int total;

  static Behavior<Command> create(
      ActorRef<Hub.Command> hub, int limit, Duration within, ActorRef<? super Seen> replyTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(TimerKey.OVERDUE, new Overdue(), within);
                  hub.tell(
                      new Hub.ListConnections(
                          limit, context.messageAdapter(Hub.Listed.class, ConnectionsListed::new)));
                  return new Inspection(context, replyTo);
                }));
  }

  private Inspection(ActorContext<Command> context, ActorRef<? super Seen> replyTo) {
    super(context);
    this.replyTo = replyTo;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ConnectionsListed.class, this::onListed)
        .onMessage(ConnectionSeen.class, this::onSeen)
        .onMessage(Overdue.class, due -> finish())
        .build();
  }

  private Behavior<Command> onListed(ConnectionsListed answer) {
    total = answer.listed().total();
    asked = answer.listed().connections().size();
    ActorRef<ConnectionView> views =
        getContext().messageAdapter(ConnectionView.class, ConnectionSeen::new);
    answer.listed().connections().forEach(c -> c.tell(new ConnectionActor.Inspect(views)));
    return asked == 0 ? finish() : this;
  }

  private Behavior<Command> onSeen(ConnectionSeen answer) {
    seen.add(answer.view());
    return seen.size() == asked ? finish() : this;
  }

  private Behavior<Command> finish() {
    replyTo.tell(new Seen(total, seen));
    return Behaviors.stopped();
  }
}
