package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.supervision.gateway.GatewayService;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

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

  /** That of a user without a name, whom nobody can be. */
  private static final String NOBODYS_CHANNEL = ChannelAccess.personalChannel("");

  private final PublishRules rules;
  private final int maxBroadcast;
  private final ChannelEntities entities;
  private final ActorRef<Hub.Command> hub;
  private final Publications publications;
  private final Nodes nodes;
  private final PresenceQuestions presence;

  /**
   * The behaviour of {@code /user/gateway}. Its reference may be narrowed to {@link GatewayCommand}
   * and to {@link ChannelRequest}. Registers itself under {@link GatewayService#KEY}.
   */
  static Behavior<Object> create(
      ChannelSettings settings, ChannelEntities entities, ActorRef<Hub.Command> hub, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context
                      .getSystem()
                      .receptionist()
                      .tell(Receptionist.register(GatewayService.KEY, context.getSelf().narrow()));
                  return new Gateway(context, timers, settings, entities, hub, clock);
                }));
  }

  private Gateway(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      ChannelSettings settings,
      ChannelEntities entities,
      ActorRef<Hub.Command> hub,
      Clock clock) {
    super(context);
    this.rules = new PublishRules(settings.publishing().maxBytes(), settings.namespaces());
    this.maxBroadcast = settings.publishing().maxBroadcast();
    this.entities = entities;
    this.hub = hub;
    this.publications = new Publications(settings.publishing(), clock::millis);
    this.nodes = new Nodes(context.getSelf().narrow(), clock::millis);
    this.presence =
        new PresenceQuestions(
            (channel, asker) -> nodes.askWhoHears(channel, PresenceQuestions.MAX_NAMES, asker));
    // The Receptionist fails if one and the same actor registers and subscribes.
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(Receptionist.Listing.class, listing -> listing);
    context.getSystem().receptionist().tell(Receptionist.subscribe(HubRequest.KEY, listings));
    timers.startTimerWithFixedDelay(Tick.INSTANCE, Tick.INSTANCE, TICK);
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
        .build();
  }

  private Behavior<Object> onAppendAnswer(AppendAnswer answer) {
    publications.onAnswer(answer);
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
    publications.onTick();
    nodes.onTick();
    presence.onTick();
    return this;
  }

  private Behavior<Object> onWhenReady(WhenReady ask) {
    knock(ask.replyTo());
    return this;
  }

  private void knock(ActorRef<Ready> asker) {
    long ticket =
        publications.add(
            NOBODYS_CHANNEL,
            reply -> {
              if (reply instanceof GatewayCommand.Published) {
                asker.tell(Ready.INSTANCE);
              } else {
                knock(asker);
              }
            });
    entities.tell(new ChannelLog.Knock(NOBODYS_CHANNEL, ticket, getContext().getSelf().narrow()));
  }

  private Behavior<Object> onPublish(GatewayCommand.Publish command) {
    publish(
        rules.problemOf(command.channel()),
        new Message(command.channel(), command.json(), command.idempotencyKey()),
        command.replyTo()::tell);
    return this;
  }

  private Behavior<Object> onPushToUser(GatewayCommand.PushToUser command) {
    publish(
        rules.problemOfUser(command.user()),
        new Message(
            ChannelAccess.personalChannel(command.user()),
            command.json(),
            command.idempotencyKey()),
        command.replyTo()::tell);
    return this;
  }

  private record Message(String channel, ByteString json, String key) {}

  private void publish(
      @Nullable Rejected problemOfName, Message message, Consumer<PublishReply> publisher) {
    Rejected problem = problemOfName == null ? rules.problemOf(message.json()) : problemOfName;
    if (problem == null) {
      problem = PublishRules.problemOfKey(message.key());
    }
    if (problem == null) {
      problem = publications.problemOf(message.channel());
    }
    if (problem == null) {
      long ticket = publications.add(message.channel(), publisher);
      entities.tell(
          new ChannelLog.Append(
              message.channel(),
              message.json(),
              message.key(),
              ticket,
              getContext().getSelf().narrow()));
    } else {
      publisher.accept(Rejection.notPublished(problem));
    }
  }

  private Behavior<Object> onConnectionPublishes(ChannelRequest.Publish request) {
    String channel = request.channel();
    publish(
        rules.problemOf(channel),
        new Message(channel, request.json(), request.idempotencyKey()),
        reply ->
            request
                .replyTo()
                .tell(
                    new ConnectionActor.ChannelAnswered(
                        request.requestId(), outcome(channel, reply))));
    return this;
  }

  private static ChannelOutcome outcome(String channel, PublishReply reply) {
    if (reply instanceof GatewayCommand.Published done) {
      return new ChannelOutcome.Published(channel, done.offset(), done.epoch());
    }
    GatewayCommand.NotPublished refused = (GatewayCommand.NotPublished) reply;
    return new Rejected(refused.code(), refused.message());
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
            : null;
    if (problem == null) {
      Replies replies = new Replies(count, command.replyTo());
      for (int i = 0; i < count; i++) {
        int index = i;
        String channel = command.channels().get(i);
        publish(
            rules.problemOf(channel),
            new Message(channel, command.json(), command.idempotencyKey()),
            reply -> replies.set(index, reply));
      }
    } else {
      List<PublishReply> replies = Collections.nCopies(count, Rejection.notPublished(problem));
      command.replyTo().tell(new GatewayCommand.BroadcastReply(replies));
    }
    return this;
  }

  /** The answers to one broadcast, until all are there. */
  private static final class Replies {
    private final PublishReply[] replies;
    private final ActorRef<GatewayCommand.BroadcastReply> replyTo;
    private int missing;

    Replies(int count, ActorRef<GatewayCommand.BroadcastReply> replyTo) {
      this.replies = new PublishReply[count];
      this.replyTo = replyTo;
      this.missing = count;
      answerIfWhole();
    }

    void set(int index, PublishReply reply) {
      replies[index] = reply;
      missing--;
      answerIfWhole();
    }

    private void answerIfWhole() {
      if (missing == 0) {
        replyTo.tell(new GatewayCommand.BroadcastReply(List.of(replies)));
      }
    }
  }
}
