package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Publication;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Knows the open connections of this node by id, user and channel, and hands each publication to
 * the writers of its subscribers.
 *
 * <p>Watches every connection that registers and forgets all of it when it stops. Its failure ends
 * the node, since nobody else knows who is subscribed to what.
 */
public final class Hub extends AbstractBehavior<Hub.Command> {
  public sealed interface Command {}

  /** Something that a connection asked for; all but {@link ChannelRequest.Publish}. */
  record Requested(ChannelRequest request) implements Command {}

  /** Hands a message to its subscribers; the answer says whether there was one. */
  record Deliver(Publication publication, ActorRef<GatewayCommand.PublishReply> replyTo)
      implements Command {}

  /** As {@link Deliver}, for the messages of one broadcast that have got a position. */
  record DeliverAll(List<Outgoing> messages, ActorRef<GatewayCommand.BroadcastReply> replyTo)
      implements Command {
    DeliverAll {
      messages = List.copyOf(messages);
    }
  }

  /** As {@link GatewayCommand.DisconnectUser}. */
  record EndUser(
      String user,
      Set<String> except,
      Ending ending,
      ActorRef<GatewayCommand.DisconnectReply> replyTo)
      implements Command {}

  /** As {@link GatewayCommand.DisconnectConnection}. */
  record EndConnection(
      ConnectionId id, String user, Ending ending, ActorRef<GatewayCommand.DisconnectReply> replyTo)
      implements Command {}

  /** Asks what the hub holds. */
  record Count(ActorRef<GatewayCommand.InfoReply> replyTo) implements Command {}

  /** Asks for some of the open connections, to inspect them. */
  public record ListConnections(int limit, ActorRef<Listed> replyTo) implements Command {}

  /**
   * @param connections at most as many as were asked for
   * @param total how many there are
   */
  public record Listed(List<ActorRef<ConnectionActor.Command>> connections, int total) {
    public Listed {
      connections = List.copyOf(connections);
    }
  }

  private record SubscriberEnded(Member member) implements Command {}

  /** One message of a broadcast. */
  sealed interface Outgoing {}

  record Placed(Publication publication) implements Outgoing {}

  record NotPlaced(GatewayCommand.NotPublished why) implements Outgoing {}

  /** IANA's "try again later"; RFC 6455 has no code for a server that is full. */
  private static final int TRY_AGAIN_LATER = 1013;

  /** Bad request, in the range after which a client must not reconnect by itself. */
  private static final int BAD_REQUEST = 3501;

  private final String node;
  private final Registry registry;
  private final Fanout fanout;
  private final ResourceLedger ledger;

  /**
   * @param maxChannels that may have a subscriber, personal ones not counted
   * @param maxChannelsOfConnection that one connection may be subscribed to, as before
   */
  public static Behavior<Command> create(
      String node, int maxChannels, int maxChannelsOfConnection, ResourceLedger ledger) {
    return Behaviors.setup(
        context ->
            new Hub(context, node, new Registry(maxChannels, maxChannelsOfConnection), ledger));
  }

  private Hub(
      ActorContext<Command> context, String node, Registry registry, ResourceLedger ledger) {
    super(context);
    this.node = node;
    this.registry = registry;
    this.fanout = new Fanout(registry);
    this.ledger = ledger;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(DeliverAll.class, this::onDeliverAll)
        .onMessage(Requested.class, this::onRequested)
        .onMessage(SubscriberEnded.class, this::onSubscriberEnded)
        .onMessage(EndUser.class, this::onEndUser)
        .onMessage(EndConnection.class, this::onEndConnection)
        .onMessage(Count.class, this::onCount)
        .onMessage(ListConnections.class, this::onListConnections)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    deliver.replyTo().tell(published(deliver.publication()));
    return this;
  }

  private Behavior<Command> onDeliverAll(DeliverAll deliver) {
    List<GatewayCommand.PublishReply> replies = new ArrayList<>(deliver.messages().size());
    for (Outgoing message : deliver.messages()) {
      replies.add(
          message instanceof Placed placed
              ? published(placed.publication())
              : ((NotPlaced) message).why());
    }
    deliver.replyTo().tell(new GatewayCommand.BroadcastReply(replies));
    return this;
  }

  private GatewayCommand.Published published(Publication publication) {
    int nodes = fanout.deliver(publication) > 0 ? 1 : 0;
    return new GatewayCommand.Published(publication.offset(), publication.epoch(), nodes);
  }

  private Behavior<Command> onRequested(Requested requested) {
    ChannelRequest request = requested.request();
    if (request instanceof ChannelRequest.Register register) {
      register(register);
    } else if (request instanceof ChannelRequest.Join join) {
      answer(join.replyTo(), join.requestId(), joined(registry.find(join.connection()), join));
    } else if (request instanceof ChannelRequest.Leave leave) {
      answer(leave.replyTo(), leave.requestId(), left(registry.find(leave.connection()), leave));
    } else {
      throw new IllegalArgumentException("not for the hub: " + request.getClass());
    }
    return this;
  }

  private static void answer(
      ActorRef<ConnectionActor.ChannelAnswered> replyTo, long requestId, ChannelOutcome outcome) {
    replyTo.tell(new ConnectionActor.ChannelAnswered(requestId, outcome));
  }

  private void register(ChannelRequest.Register register) {
    Member member = registry.register(register.subscriber());
    if (member == null) {
      getContext().getLog().error("[{}] registered twice", register.subscriber().id());
      return;
    }
    ledger.acquired(Resource.REGISTRY_ENTRIES);
    getContext().watchWith(member.connection, new SubscriberEnded(member));
    for (String channel : register.channels()) {
      if (!channel.equals(ChannelAccess.personalChannel(member.user))
          && join(member, channel) instanceof ChannelOutcome.Rejected rejected
          && rejected.code() != Rejection.ALREADY_SUBSCRIBED) {
        // It was told that it is subscribed. Letting it go on would be a silent gap.
        member.connection.tell(new ConnectionActor.End(ending(rejected)));
        return;
      }
    }
  }

  private static Ending ending(ChannelOutcome.Rejected rejected) {
    int code = rejected.code() == Rejection.LIMIT_EXCEEDED ? TRY_AGAIN_LATER : BAD_REQUEST;
    return new Ending(CloseReason.REFUSED, code, rejected.message());
  }

  private ChannelOutcome joined(@Nullable Member member, ChannelRequest.Join join) {
    return member == null ? Rejection.notRegistered() : join(member, join.channel());
  }

  private ChannelOutcome join(Member member, String channel) {
    if (!ChannelAccess.isValidName(channel)) {
      return Rejection.badName();
    }
    if (ChannelName.isPersonal(channel)) {
      return Rejection.personal();
    }
    return switch (registry.join(member, channel)) {
      case JOINED -> new ChannelOutcome.Joined(channel);
      case ALREADY_JOINED -> Rejection.alreadySubscribed();
      case NO_ROOM_IN_CONNECTION -> Rejection.limit("too many channels for one connection");
      case NO_ROOM_ON_NODE -> Rejection.limit("too many channels on this node");
    };
  }

  private ChannelOutcome left(@Nullable Member member, ChannelRequest.Leave leave) {
    if (member == null) {
      return Rejection.notRegistered();
    }
    if (!ChannelAccess.isValidName(leave.channel())) {
      return Rejection.badName();
    }
    if (ChannelName.isPersonal(leave.channel())) {
      return Rejection.personal();
    }
    registry.leave(member, leave.channel());
    return new ChannelOutcome.Left(leave.channel());
  }

  private Behavior<Command> onSubscriberEnded(SubscriberEnded ended) {
    registry.remove(ended.member());
    ledger.released(Resource.REGISTRY_ENTRIES);
    return this;
  }

  private Behavior<Command> onEndUser(EndUser order) {
    ConnectionActor.End end = new ConnectionActor.End(order.ending());
    int[] told = {0};
    registry.forEachOfUser(
        order.user(),
        member -> {
          if (!order.except().contains(member.id.value())) {
            member.connection.tell(end);
            told[0]++;
          }
        });
    order.replyTo().tell(new GatewayCommand.DisconnectReply(told[0]));
    return this;
  }

  private Behavior<Command> onEndConnection(EndConnection order) {
    Member member = registry.find(order.id());
    boolean meant = member != null && (order.user().isEmpty() || order.user().equals(member.user));
    if (member != null && meant) {
      member.connection.tell(new ConnectionActor.End(order.ending()));
    }
    order.replyTo().tell(new GatewayCommand.DisconnectReply(meant ? 1 : 0));
    return this;
  }

  private Behavior<Command> onCount(Count ask) {
    ask.replyTo()
        .tell(
            new GatewayCommand.InfoReply(
                node,
                registry.connections(),
                registry.users(),
                registry.channels(),
                registry.subscriptions()));
    return this;
  }

  private Behavior<Command> onListConnections(ListConnections ask) {
    List<ActorRef<ConnectionActor.Command>> some = new ArrayList<>();
    if (ask.limit() > 0) {
      registry.walk(
          member -> {
            some.add(member.connection);
            return some.size() < ask.limit();
          });
    }
    ask.replyTo().tell(new Listed(some, registry.connections()));
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    for (int i = registry.connections(); i > 0; i--) {
      ledger.released(Resource.REGISTRY_ENTRIES);
    }
    return this;
  }
}
