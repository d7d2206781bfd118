package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.connection.LostDeliveries;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.tracing.NoTracing;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
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
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;

/**
 * Knows the open connections of this node by id, user and channel, follows their channels, and
 * hands each publication to the writers of its subscribers.
 *
 * <p>Watches every connection that registers and forgets all of it when it stops. Watches what
 * keeps the channels that it follows; when that is gone, it asks where the channels stand now,
 * hands out what is missing or tells the subscribers that it cannot ({@link Following}). Its
 * failure ends the node, since nobody else knows who is subscribed to what.
 *
 * <p>Understands {@link Command}, {@link ChannelEvent}, and {@link HubRequest}, for which it
 * registers itself in the Receptionist; each is given out as a reference of its own type.
 */
public final class Hub extends AbstractBehavior<Object> {
  public sealed interface Command {}

  /** Something that a connection asked for; all but to publish and for presence. */
  record Requested(ChannelRequest request) implements Command {}

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

  record SubscriberEnded(Member member) implements Command {}

  record KeeperEnded(String entity, ActorRef<ChannelLog.Command> keeper) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum PresenceDue implements Command {
    INSTANCE
  }

  private enum QuestionsDue implements Command {
    INSTANCE
  }

  /**
   * What a hub works with.
   *
   * @param node its short name
   * @param maxChannels that may have a subscriber, personal ones not counted
   * @param maxChannelsOfConnection that one connection may be subscribed to, as before
   * @param oneConnectionOfUser whether a user has one connection in the cluster, the newest
   * @param clock never goes back
   * @param timeOfDay as other nodes have it
   */
  record Setup(
      String node,
      int maxChannels,
      int maxChannelsOfConnection,
      boolean oneConnectionOfUser,
      ChannelEntities entities,
      Namespaces namespaces,
      Clock clock,
      Clock timeOfDay,
      EventSink events,
      ResourceLedger ledger,
      Tracing tracing) {}

  private static final Duration TICK = Duration.ofMillis(500);

  private final Setup node;
  private final Registry registry;
  private final PacedUplink uplink;
  private final Following following;
  private final Admissions admissions;
  private final Keepers keepers;
  private final ConnectionRequests requests;
  private final HubDesk desk;
  private final LocalPresence presence;

  /**
   * The behaviour of {@code /user/hub}. Its reference may be narrowed to {@link Command} and to
   * {@link ChannelEvent}.
   */
  static Behavior<Object> create(Setup node) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(HubRequest.KEY, context.getSelf().narrow()));
          return Behaviors.withTimers(timers -> new Hub(context, node, timers));
        });
  }

  private Hub(ActorContext<Object> context, Setup node, TimerScheduler<Object> timers) {
    super(context);
    this.node = node;
    this.registry =
        new Registry(node.maxChannels(), node.maxChannelsOfConnection(), new Subscriptions());
    if (!(node.tracing() instanceof NoTracing)) {
      context.spawn(LostDeliveries.create(), "lost-deliveries");
    }
    Fanout fanout = new Fanout(registry, node.namespaces(), node.timeOfDay(), node.tracing());
    this.keepers = new Keepers(context);
    this.uplink =
        new PacedUplink(
            new HubUplink(node.entities(), keepers, context.getSelf().narrow()),
            after -> timers.startSingleTimer(QuestionsDue.INSTANCE, QuestionsDue.INSTANCE, after));
    this.following = new Following(uplink, new Listeners(fanout), node.clock()::millis);
    this.admissions =
        new Admissions(registry, following, fanout, node.events(), node.clock()::millis);
    this.requests = new ConnectionRequests(context, node, registry, admissions);
    this.desk = new HubDesk(node.node(), registry, admissions);
    this.presence =
        new LocalPresence(
            node.namespaces(),
            fanout,
            node.entities(),
            node.clock()::millis,
            after -> timers.startSingleTimer(PresenceDue.INSTANCE, PresenceDue.INSTANCE, after));
    timers.startTimerWithFixedDelay(Tick.INSTANCE, Tick.INSTANCE, TICK);
  }

  private final class Listeners implements Following.Audience {
    private final Fanout fanout;

    Listeners(Fanout fanout) {
      this.fanout = fanout;
    }

    @Override
    public void message(Publication publication, long takenAtMillis, @Nullable String traceparent) {
      fanout.deliver(publication, takenAtMillis, traceparent);
    }

    @Override
    public void reset(String channel, Position head) {
      registry.forEachSubscriber(
          channel,
          member -> {
            node.events().add(Metric.RESETS, 1);
            member.send(dialect -> dialect.reset(channel, head));
          });
    }

    @Override
    public void foundAgain(String channel) {
      presence.mayBeWrong(channel);
    }
  }

  private final class Subscriptions implements Registry.Listener {
    @Override
    public void joined(Member member, String channel) {
      presence.joined(member, channel);
    }

    @Override
    public void left(Member member, String channel) {
      presence.left(member, channel);
    }

    @Override
    public void emptied(String channel) {
      following.unfollow(channel);
      keepers.forget(channel);
    }
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(ChannelEvent.Appended.class, this::onAppended)
        .onMessage(ChannelEvent.Attached.class, this::onAttached)
        .onMessage(ChannelEvent.Recovered.class, this::onRecovered)
        .onMessage(ChannelEvent.StandsAt.class, this::onStandsAt)
        .onMessage(ChannelEvent.Claimed.class, this::onClaimed)
        .onMessage(ChannelEvent.PresenceChanged.class, this::onPresenceChanged)
        .onMessage(KeeperEnded.class, this::onKeeperEnded)
        .onMessage(Requested.class, this::onRequested)
        .onMessage(SubscriberEnded.class, this::onSubscriberEnded)
        .onMessage(HubRequest.class, this::onHubRequest)
        .onMessage(ListConnections.class, this::onListConnections)
        .onMessage(PresenceDue.class, this::onPresenceDue)
        .onMessage(QuestionsDue.class, this::onQuestionsDue)
        .onMessage(Tick.class, this::onTick)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Object> onAppended(ChannelEvent.Appended event) {
    following.onAppended(event);
    return this;
  }

  private Behavior<Object> onAttached(ChannelEvent.Attached event) {
    if (following.isFollowed(event.channel())) {
      keepers.keeps(event.channel(), event.entity());
    }
    following.onAttached(event);
    if (event.last()) {
      uplink.answered(event.channel());
    }
    return this;
  }

  private Behavior<Object> onRecovered(ChannelEvent.Recovered event) {
    following.onRecovered(event);
    return this;
  }

  private Behavior<Object> onStandsAt(ChannelEvent.StandsAt event) {
    following.onStandsAt(event);
    return this;
  }

  /**
   * Of a user's connections those end that have claimed before. One whose own claim is still under
   * way is newer: it stays, and its claim ends this one.
   */
  private Behavior<Object> onClaimed(ChannelEvent.Claimed event) {
    registry.forEachOfUser(
        ChannelName.userOf(event.channel()),
        member -> {
          if (member.id.value().equals(event.connection())) {
            member.hasClaimed = true;
          } else if (member.hasClaimed) {
            member.connection.tell(new ConnectionActor.End(Ending.of(CloseReason.REPLACED)));
          }
        });
    return this;
  }

  private Behavior<Object> onPresenceChanged(ChannelEvent.PresenceChanged event) {
    presence.onChanged(event.change());
    return this;
  }

  private Behavior<Object> onPresenceDue(PresenceDue due) {
    presence.onAlarm();
    return this;
  }

  private Behavior<Object> onQuestionsDue(QuestionsDue due) {
    uplink.onAlarm();
    return this;
  }

  private Behavior<Object> onKeeperEnded(KeeperEnded ended) {
    if (keepers.ended(ended.entity(), ended.keeper())) {
      following.onLost(ended.entity());
    }
    return this;
  }

  private Behavior<Object> onTick(Tick tick) {
    Set<String> lost = keepers.takeLostSlices();
    if (!lost.isEmpty()) {
      following.onLost(channel -> lost.contains(ChannelName.entityOf(channel)));
    }
    following.onTick();
    admissions.onTick();
    return this;
  }

  private Behavior<Object> onRequested(Requested requested) {
    requests.handle(requested.request());
    return this;
  }

  private Behavior<Object> onSubscriberEnded(SubscriberEnded ended) {
    registry.remove(ended.member());
    node.ledger().released(Resource.REGISTRY_ENTRIES);
    return this;
  }

  private Behavior<Object> onHubRequest(HubRequest request) {
    request.replyTo().tell(desk.answer(request));
    return this;
  }

  private Behavior<Object> onListConnections(ListConnections ask) {
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

  private Behavior<Object> onPostStop(PostStop signal) {
    for (int i = registry.connections(); i > 0; i--) {
      node.ledger().released(Resource.REGISTRY_ENTRIES);
    }
    return this;
  }
}
