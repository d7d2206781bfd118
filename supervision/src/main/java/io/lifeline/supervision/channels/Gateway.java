package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Publication;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayService;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The door to the channels: checks what comes in, gives each message its position and passes it to
 * the {@link Hub}, which answers the publisher.
 *
 * <p>Understands two protocols, {@link GatewayCommand} of back ends and {@link ChannelRequest} of
 * connections; each is given out as a reference of its own type. That both take this way is what
 * orders a client's subscription before its own first message. Its failure ends the node, since the
 * positions are lost with it.
 */
public final class Gateway extends AbstractBehavior<Object> {
  private final PublishRules rules;
  private final int maxBroadcast;
  private final ChannelStore store;
  private final ActorRef<Hub.Command> hub;
  private final EventSink events;

  /**
   * The behaviour of {@code /user/gateway}. Its reference may be narrowed to {@link GatewayCommand}
   * and to {@link ChannelRequest}. Registers itself under {@link GatewayService#KEY}.
   */
  public static Behavior<Object> create(
      ChannelSettings settings, ChannelStore store, ActorRef<Hub.Command> hub, EventSink events) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(GatewayService.KEY, context.getSelf().narrow()));
          return new Gateway(context, settings, store, hub, events);
        });
  }

  private Gateway(
      ActorContext<Object> context,
      ChannelSettings settings,
      ChannelStore store,
      ActorRef<Hub.Command> hub,
      EventSink events) {
    super(context);
    this.rules = new PublishRules(settings.maxPublishBytes());
    this.maxBroadcast = settings.maxBroadcast();
    this.store = store;
    this.hub = hub;
    this.events = events;
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(GatewayCommand.Publish.class, this::onPublish)
        .onMessage(ChannelRequest.Publish.class, this::onConnectionPublishes)
        .onMessage(ChannelRequest.class, this::onConnectionRequests)
        .onMessage(GatewayCommand.PushToUser.class, this::onPushToUser)
        .onMessage(GatewayCommand.Broadcast.class, this::onBroadcast)
        .onMessage(GatewayCommand.DisconnectUser.class, this::onDisconnectUser)
        .onMessage(GatewayCommand.DisconnectConnection.class, this::onDisconnectConnection)
        .onMessage(GatewayCommand.Info.class, this::onInfo)
        .build();
  }

  private Behavior<Object> onPublish(GatewayCommand.Publish command) {
    Rejected problem = rules.problemOf(command.channel());
    publish(command.channel(), command.json(), problem, command.replyTo());
    return this;
  }

  private Behavior<Object> onPushToUser(GatewayCommand.PushToUser command) {
    Rejected problem = rules.problemOfUser(command.user());
    publish(
        ChannelAccess.personalChannel(command.user()), command.json(), problem, command.replyTo());
    return this;
  }

  private void publish(
      String channel,
      ByteString json,
      @Nullable Rejected problemOfName,
      ActorRef<GatewayCommand.PublishReply> replyTo) {
    Rejected problem = problemOfName == null ? rules.problemOf(json) : problemOfName;
    if (problem == null) {
      hub.tell(new Hub.Deliver(place(channel, json), replyTo));
    } else {
      replyTo.tell(Rejection.notPublished(problem));
    }
  }

  private Publication place(String channel, ByteString json) {
    events.add(Metric.PUBLISHED, 1);
    return store.append(channel, json);
  }

  private Behavior<Object> onConnectionPublishes(ChannelRequest.Publish request) {
    Rejected problem = rules.problemOf(request.channel());
    if (problem == null) {
      problem = rules.problemOf(request.json());
    }
    ChannelOutcome outcome = problem == null ? published(request) : problem;
    request.replyTo().tell(new ConnectionActor.ChannelAnswered(request.requestId(), outcome));
    return this;
  }

  private ChannelOutcome published(ChannelRequest.Publish request) {
    Publication placed = place(request.channel(), request.json());
    hub.tell(new Hub.Deliver(placed, getContext().getSystem().ignoreRef()));
    return new ChannelOutcome.Published(placed.channel(), placed.offset(), placed.epoch());
  }

  private Behavior<Object> onConnectionRequests(ChannelRequest request) {
    hub.tell(new Hub.Requested(request));
    return this;
  }

  private Behavior<Object> onBroadcast(GatewayCommand.Broadcast command) {
    int count = command.channels().size();
    Rejected problem =
        count > maxBroadcast
            ? Rejection.limit("channels: " + count + " (expected: at most " + maxBroadcast + ")")
            : rules.problemOf(command.json());
    if (problem == null) {
      hub.tell(new Hub.DeliverAll(placeAll(command), command.replyTo()));
    } else {
      List<GatewayCommand.PublishReply> replies =
          Collections.nCopies(count, Rejection.notPublished(problem));
      command.replyTo().tell(new GatewayCommand.BroadcastReply(replies));
    }
    return this;
  }

  private List<Hub.Outgoing> placeAll(GatewayCommand.Broadcast command) {
    List<Hub.Outgoing> messages = new ArrayList<>(command.channels().size());
    for (String channel : command.channels()) {
      Rejected problem = rules.problemOf(channel);
      messages.add(
          problem == null
              ? new Hub.Placed(place(channel, command.json()))
              : new Hub.NotPlaced(Rejection.notPublished(problem)));
    }
    return messages;
  }

  private Behavior<Object> onDisconnectUser(GatewayCommand.DisconnectUser command) {
    hub.tell(
        new Hub.EndUser(command.user(), command.except(), command.ending(), command.replyTo()));
    return this;
  }

  private Behavior<Object> onDisconnectConnection(GatewayCommand.DisconnectConnection command) {
    ConnectionId id = new ConnectionId(command.connection());
    hub.tell(new Hub.EndConnection(id, command.user(), command.ending(), command.replyTo()));
    return this;
  }

  private Behavior<Object> onInfo(GatewayCommand.Info command) {
    hub.tell(new Hub.Count(command.replyTo()));
    return this;
  }
}
