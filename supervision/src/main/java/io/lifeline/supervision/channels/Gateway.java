package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayService;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * The door to the channels: checks what comes in, sends each message to its channel, wherever in
 * the cluster that is, and answers the publisher when the channel has it, or after 3 seconds.
 *
 * <p>Understands {@link GatewayCommand} of back ends, {@link ChannelRequest} of connections, and
 * {@link WhenReady}; each is given out as a reference of its own type. Its failure ends the node:
 * those who wait for its answers cannot know of it.
 */
public final class Gateway extends AbstractBehavior<Object> {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int MAX_HISTORY = 1000;

  private enum Tick {
    INSTANCE
  }

  /** Asks to be told when channels are to be reached, which takes a moment in a new cluster. */
  public record WhenReady(ActorRef<Ready> replyTo) {}

  /** Channels are to be reached. */
  public enum Ready {
    INSTANCE
  }

  /**
   * @param steady never goes back
   * @param ofDay as other nodes have it
   */
  record Times(Clock steady, Clock ofDay) {}

  private final PublishRules rules;
  private final ChannelEntities entities;
  private final ActorRef<Object> hub;
  private final PublishDesk publishing;
  private final Nodes nodes;
  private final PresenceQuestions presence;

  /**
   * The behaviour of {@code /user/gateway}. Its reference may be narrowed to {@link GatewayCommand}
   * and to {@link ChannelRequest}. Registers itself under {@link GatewayService#KEY}.
   *
   * @param hub of this node
   * @param others how many other gateways can be reached; asked by this actor
   */
  static Behavior<Object> create(
      ChannelSettings settings,
      ChannelEntities entities,
      ActorRef<Object> hub,
      IntSupplier others,
      Times clocks,
      Tracing tracing) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context
                      .getSystem()
                      .receptionist()
                      .tell(Receptionist.register(GatewayService.KEY, context.getSelf().narrow()));
                  PublishRules rules =
                      new PublishRules(settings.publishing().maxBytes(), settings.namespaces());
                  PublishDesk publishing =
                      new PublishDesk(
                          settings.publishing(),
                          rules,
                          entities,
                          context.getSelf().narrow(),
                          clocks,
                          new PublishSpans(settings.namespaces(), tracing));
                  Nodes nodes =
                      new Nodes(
                          hub.narrow(),
                          context.getSelf().narrow(),
                          others,
                          clocks.steady()::millis);
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, Tick.INSTANCE, TICK);
                  return new Gateway(context, rules, entities, hub, publishing, nodes);
                }));
  }

  private Gateway(
      ActorContext<Object> context,
      PublishRules rules,
      ChannelEntities entities,
      ActorRef<Object> hub,
      PublishDesk publishing,
      Nodes nodes) {
    super(context);
    this.rules = rules;
    this.entities = entities;
    this.hub = hub;
    this.publishing = publishing;
    this.nodes = nodes;
    this.presence =
        new PresenceQuestions(
            (channel, asker) -> nodes.askWhoHears(channel, PresenceQuestions.MAX_NAMES, asker));
    // The Receptionist fails if one and the same actor registers and subscribes.
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(Receptionist.Listing.class, listing -> listing);
    context.getSystem().receptionist().tell(Receptionist.subscribe(HubRequest.KEY, listings));
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(AppendAnswer.class, this::onAppendAnswer)
        .onMessage(GatewayCommand.Publish.class, this::onPublish)
        .onMessage(ChannelRequest.Publish.class, this::onConnectionPublishes)
        .onMessage(ChannelRequest.Presence.class, this::onConnectionAsksForPresence)
        .onMessage(ChannelRequest.class, this::onConnectionRequests)
        .onMessage(GatewayCommand.PushToUser.class, this::onPushToUser)
        .onMessage(GatewayCommand.Broadcast.class, this::onBroadcast)
        .onMessage(GatewayCommand.History.class, this::onHistory)
        .onMessage(GatewayCommand.RemoveHistory.class, this::onRemoveHistory)
        .onMessage(GatewayCommand.Presence.class, this::onPresence)
        .onMessage(GatewayCommand.class, this::onQuestionToNodes)
        .onMessage(HubAnswer.class, this::onHubAnswer)
        .onMessage(Receptionist.Listing.class, this::onNodes)
        .onMessage(WhenReady.class, this::onWhenReady)
        .onMessage(Tick.class, this::onTick)
        .onSignal(PostStop.class, stopped -> onPostStop())
        .build();
  }

  private Behavior<Object> onAppendAnswer(AppendAnswer answer) {
    publishing.onAnswer(answer);
    return this;
  }

  private Behavior<Object> onHistory(GatewayCommand.History command) {
    Rejected problem = rules.problemOf(command.channel());
    if (problem == null) {
      int limit = Math.min(Math.max(command.limit(), 0), MAX_HISTORY);
      entities.tell(
          new ChannelLog.Read(
              command.channel(), command.since(), limit, command.reverse(), command.replyTo()));
    } else {
      command.replyTo().tell(new GatewayCommand.NoHistory(problem.code(), problem.message()));
    }
    return this;
  }

  private Behavior<Object> onRemoveHistory(GatewayCommand.RemoveHistory command) {
    Rejected problem = rules.problemOf(command.channel());
    if (problem == null) {
      entities.tell(new ChannelLog.Clear(command.channel(), command.replyTo()));
    } else {
      command.replyTo().tell(new GatewayCommand.NoHistory(problem.code(), problem.message()));
    }
    return this;
  }

  private Behavior<Object> onPresence(GatewayCommand.Presence command) {
    Rejected problem = rules.problemOfPresence(command.channel(), false);
    if (problem == null) {
      nodes.ask(command);
    } else {
      command.replyTo().tell(new GatewayCommand.NoPresence(problem.code(), problem.message()));
    }
    return this;
  }

  private Behavior<Object> onConnectionAsksForPresence(ChannelRequest.Presence request) {
    Rejected problem = rules.problemOfPresence(request.channel(), true);
    Consumer<ChannelOutcome> asker =
        outcome ->
            request
                .replyTo()
                .tell(new ConnectionActor.ChannelAnswered(request.requestId(), outcome));
    if (problem == null) {
      presence.ask(request.channel(), asker);
    } else {
      asker.accept(problem);
    }
    return this;
  }

  private Behavior<Object> onQuestionToNodes(GatewayCommand command) {
    nodes.ask(command);
    return this;
  }

  private Behavior<Object> onHubAnswer(HubAnswer answer) {
    nodes.onAnswer(answer);
    return this;
  }

  private Behavior<Object> onNodes(Receptionist.Listing listing) {
    nodes.are(listing.getServiceInstances(HubRequest.KEY));
    return this;
  }

  private Behavior<Object> onTick(Tick tick) {
    publishing.onTick();
    nodes.onTick();
    presence.onTick();
    return this;
  }

  private Behavior<Object> onPostStop() {
    publishing.stop();
    return this;
  }

  private Behavior<Object> onWhenReady(WhenReady ask) {
    publishing.knock(() -> ask.replyTo().tell(Ready.INSTANCE));
    return this;
  }

  private Behavior<Object> onPublish(GatewayCommand.Publish command) {
    publishing.publish(command);
    return this;
  }

  private Behavior<Object> onPushToUser(GatewayCommand.PushToUser command) {
    publishing.pushToUser(command);
    return this;
  }

  private Behavior<Object> onBroadcast(GatewayCommand.Broadcast command) {
    publishing.broadcast(command);
    return this;
  }

  private Behavior<Object> onConnectionPublishes(ChannelRequest.Publish request) {
    publishing.publish(request);
    return this;
  }

  private Behavior<Object> onConnectionRequests(ChannelRequest request) {
    hub.tell(new Hub.Requested(request));
    return this;
  }
}
