package io.lifeline.edge.example;

import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayService;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.util.ByteString;

/**
 * Pushes through any gateway of the cluster, and waits while there is none. Two states: looking for
 * gateways, and pushing. The Receptionist says which gateways there are, and says so again when a
 * node comes or goes.
 */
final class Pusher {
  sealed interface Command {}

  /** Pushes a JSON value to each connection of a user. */
  record Push(String user, ByteString json, ActorRef<GatewayCommand.PublishReply> replyTo)
      implements Command {}

  private record GatewaysAre(List<ActorRef<GatewayCommand>> gateways) implements Command {}

  /** Pushes that may wait for a gateway; one more is not taken, and its asker's time runs out. */
  private static final int MOST_WAITING = 1000;

  private final StashBuffer<Command> waiting;

  private Pusher(StashBuffer<Command> waiting) {
    this.waiting = waiting;
  }

  static Behavior<Command> create() {
    return Behaviors.setup(
        context -> {
          lookForGateways(context);
          return Behaviors.withStash(MOST_WAITING, waiting -> new Pusher(waiting).looking());
        });
  }

  private static void lookForGateways(ActorContext<Command> context) {
    ActorRef<Receptionist.Listing> adapter =
        context.messageAdapter(
            Receptionist.Listing.class,
            listing ->
                new GatewaysAre(List.copyOf(listing.getServiceInstances(GatewayService.KEY))));
    context.getSystem().receptionist().tell(Receptionist.subscribe(GatewayService.KEY, adapter));
  }

  private Behavior<Command> looking() {
    return Behaviors.receive(Command.class)
        .onMessage(Push.class, this::keep)
        .onMessage(GatewaysAre.class, this::onGateways)
        .build();
  }

  private Behavior<Command> keep(Push push) {
    if (!waiting.isFull()) {
      waiting.stash(push);
    }
    return Behaviors.same();
  }

  private Behavior<Command> onGateways(GatewaysAre found) {
    return found.gateways().isEmpty() ? looking() : waiting.unstashAll(pushing(found.gateways()));
  }

  private Behavior<Command> pushing(List<ActorRef<GatewayCommand>> gateways) {
    return Behaviors.receive(Command.class)
        .onMessage(Push.class, push -> push(push, gateways))
        .onMessage(GatewaysAre.class, this::onGateways)
        .build();
  }

  private static Behavior<Command> push(Push push, List<ActorRef<GatewayCommand>> gateways) {
    gateways
        .get(ThreadLocalRandom.current().nextInt(gateways.size()))
        .tell(new GatewayCommand.PushToUser(push.user(), push.json(), push.replyTo()));
    return Behaviors.same();
  }
}
