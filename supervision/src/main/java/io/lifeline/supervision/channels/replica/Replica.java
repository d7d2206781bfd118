package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.channels.replica.Peers.Peer;
import io.lifeline.supervision.channels.replica.Peers.Standing;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.cluster.ClusterSettings;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Keeps this node's copies of the logs of channels, and knows which nodes keep the others.
 *
 * <p>When a node is gone or leaves, it wakes the channels that had a copy there: their entities
 * start, if they do not run, and see to it that there are enough copies again. Watches the entities
 * of this node that replicate, and tells them who the members are. Its failure ends the node, since
 * what it keeps is then gone.
 */
public final class Replica extends AbstractBehavior<Replica.Command> {
  public sealed interface Command {}

  /** What an entity wants done about its channel. */
  record Order(String channel, ToReplica what, ActorRef<FromReplica> replyTo)
      implements Command, ClusterMessage {}

  /** From here on channels that need it are woken; that does not block. */
  record WakeWith(Consumer<String> wake) implements Command {}

  /** An entity of this node wants to know the members, from here on. */
  record Tend(ActorRef<Peers> entity) implements Command {}

  /** An entity of this node has stopped, and nobody else uses its log. */
  record Keep(String channel, Copy.Held held) implements Command {}

  private record TendedEnded(ActorRef<Peers> entity) implements Command {}

  private record Seen(ClusterEvent.ClusterDomainEvent event) implements Command {}

  private enum Due implements Command {
    WAKE,
    FORGET
  }

  private static final int WOKEN_TOGETHER = 100;
  private static final Duration BETWEEN_WAKING = Duration.ofMillis(50);
  private static final Duration BETWEEN_FORGETTING = Duration.ofSeconds(5);

  private final Copies copies;
  private final Clock clock;
  private final EventSink events;
  private final Consumer<Peers> board;
  private final TimerScheduler<Command> timers;
  private final NodeId self;
  private final Map<UniqueAddress, Member> members = new LinkedHashMap<>();
  private final Set<UniqueAddress> unreachable = new HashSet<>();
  private final Set<ActorRef<Peers>> tended = new HashSet<>();
  private final Set<String> toWake = new LinkedHashSet<>();
  private Consumer<String> wake = channel -> {};
  private Peers peers;

  /**
   * @param board is told who the members are, first of all
   */
  static Behavior<Command> create(
      ReplicaSettings settings, Clock clock, EventSink events, Consumer<Peers> board) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Replica(context, timers, settings, clock, events, board)));
  }

  private Replica(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ReplicaSettings settings,
      Clock clock,
      EventSink events,
      Consumer<Peers> board) {
    super(context);
    Cluster cluster = Cluster.get(context.getSystem());
    this.self = nodeOf(cluster.selfMember().uniqueAddress());
    this.copies = new Copies(self, settings.maxMemory());
    this.clock = clock;
    this.events = events;
    this.board = board;
    this.timers = timers;
    this.peers = new Peers(self, List.of());
    copies.obey(peers::has);
    subscribe(cluster, ClusterEvent.MemberEvent.class);
    subscribe(cluster, ClusterEvent.ReachabilityEvent.class);
    timers.startTimerWithFixedDelay(Due.FORGET, Due.FORGET, BETWEEN_FORGETTING);
  }

  private <E extends ClusterEvent.ClusterDomainEvent> void subscribe(
      Cluster cluster, Class<E> type) {
    cluster
        .subscriptions()
        .tell(Subscribe.create(getContext().messageAdapter(type, Seen::new), type));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Order.class, this::onOrder)
        .onMessage(Tend.class, this::onTend)
        .onMessage(TendedEnded.class, this::onTendedEnded)
        .onMessage(Keep.class, this::onKeep)
        .onMessage(Seen.class, this::onSeen)
        .onMessage(WakeWith.class, this::onWakeWith)
        .onMessage(Due.class, this::onDue)
        .build();
  }

  private Behavior<Command> onOrder(Order order) {
    FromReplica answer = copies.take(order.channel(), order.what(), clock.millis());
    if (answer != null) {
      order.replyTo().tell(answer);
    }
    return this;
  }

  private Behavior<Command> onTend(Tend tend) {
    tended.add(tend.entity());
    getContext().watchWith(tend.entity(), new TendedEnded(tend.entity()));
    tend.entity().tell(peers);
    return this;
  }

  private Behavior<Command> onTendedEnded(TendedEnded ended) {
    tended.remove(ended.entity());
    return this;
  }

  private Behavior<Command> onKeep(Keep keep) {
    copies.keep(keep.channel(), keep.held(), clock.millis());
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    if (seen.event() instanceof ClusterEvent.MemberEvent event) {
      onMember(event.member());
    } else if (seen.event() instanceof ClusterEvent.UnreachableMember lost) {
      unreachable.add(lost.member().uniqueAddress());
    } else if (seen.event() instanceof ClusterEvent.ReachableMember back) {
      unreachable.remove(back.member().uniqueAddress());
    }
    changePeers();
    return this;
  }

  private void onMember(Member member) {
    if (!member.hasRole(ClusterSettings.GATEWAY_ROLE)) {
      return;
    }
    boolean gone = isGone(member.status());
    if (gone) {
      members.remove(member.uniqueAddress());
      unreachable.remove(member.uniqueAddress());
    } else {
      members.put(member.uniqueAddress(), member);
    }
    if (gone || standing(member.status()) == Standing.LEAVING) {
      toWake.addAll(copies.sharedWith(nodeOf(member.uniqueAddress())));
      wakeSome();
    }
  }

  /** One that is down is as good as removed: nobody obeys it any more. */
  private static boolean isGone(MemberStatus status) {
    return status.equals(MemberStatus.removed()) || status.equals(MemberStatus.down());
  }

  private static Standing standing(MemberStatus status) {
    if (status.equals(MemberStatus.up())) {
      return Standing.UP;
    }
    return status.equals(MemberStatus.joining()) || status.equals(MemberStatus.weaklyUp())
        ? Standing.JOINING
        : Standing.LEAVING;
  }

  private void changePeers() {
    List<Peer> seen = new ArrayList<>();
    members.forEach(
        (address, member) ->
            seen.add(
                new Peer(
                    nodeOf(address), standing(member.status()), !unreachable.contains(address))));
    Peers now = new Peers(self, seen);
    if (!now.equals(peers)) {
      peers = now;
      copies.obey(now.nodes()::contains);
      board.accept(now);
      tended.forEach(entity -> entity.tell(now));
    }
  }

  private static NodeId nodeOf(UniqueAddress address) {
    return new NodeId(address.address().toString(), address.longUid());
  }

  private Behavior<Command> onWakeWith(WakeWith order) {
    wake = order.wake();
    return this;
  }

  private Behavior<Command> onDue(Due due) {
    if (due == Due.WAKE) {
      wakeSome();
    } else {
      copies.forgetOld(clock.millis());
      events.set(Metric.REPLICA_MEMORY, copies.bytes());
      events.set(Metric.REPLICA_CHANNELS, copies.channels());
    }
    return this;
  }

  /** Not all at once: each costs its nodes a few messages, and maybe its history. */
  private void wakeSome() {
    if (timers.isTimerActive(Due.WAKE)) {
      return;
    }
    Iterator<String> next = toWake.iterator();
    for (int i = 0; i < WOKEN_TOGETHER && next.hasNext(); i++) {
      wake.accept(next.next());
      next.remove();
    }
    if (next.hasNext()) {
      timers.startSingleTimer(Due.WAKE, Due.WAKE, BETWEEN_WAKING);
    }
  }
}
