package io.lifeline.supervision.cluster;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Says who comes into the cluster, goes, and cannot be reached: one line each, instead of the many
 * of Pekko's own. Counts the members, too.
 */
final class MemberWatch extends AbstractBehavior<ClusterEvent.ClusterDomainEvent> {
  private final EventSink events;
  private final Set<UniqueAddress> members = new HashSet<>();
  private final Set<UniqueAddress> unreachable = new HashSet<>();

  static Behavior<ClusterEvent.ClusterDomainEvent> create(EventSink events) {
    return Behaviors.setup(context -> new MemberWatch(context, events));
  }

  private MemberWatch(ActorContext<ClusterEvent.ClusterDomainEvent> context, EventSink events) {
    super(context);
    this.events = events;
    count();
    subscribe(ClusterEvent.MemberEvent.class);
    subscribe(ClusterEvent.ReachabilityEvent.class);
  }

  private <E extends ClusterEvent.ClusterDomainEvent> void subscribe(Class<E> type) {
    Cluster.get(getContext().getSystem())
        .subscriptions()
        .tell(Subscribe.create(getContext().getSelf().narrow(), type));
  }

  @Override
  public Receive<ClusterEvent.ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(ClusterEvent.MemberEvent.class, this::onMember)
        .onMessage(ClusterEvent.ReachabilityEvent.class, this::onReachability)
        .build();
  }

  private Behavior<ClusterEvent.ClusterDomainEvent> onMember(ClusterEvent.MemberEvent event) {
    Member member = event.member();
    if (event instanceof ClusterEvent.MemberRemoved) {
      members.remove(member.uniqueAddress());
      unreachable.remove(member.uniqueAddress());
    } else {
      members.add(member.uniqueAddress());
    }
    count();
    if (event instanceof ClusterEvent.MemberUp) {
      say(member, "is up");
    } else if (event instanceof ClusterEvent.MemberExited) {
      say(member, "leaves");
    } else if (event instanceof ClusterEvent.MemberDowned) {
      say(member, "is taken out");
    }
    return this;
  }

  private Behavior<ClusterEvent.ClusterDomainEvent> onReachability(
      ClusterEvent.ReachabilityEvent event) {
    Member member = event.member();
    if (event instanceof ClusterEvent.UnreachableMember) {
      unreachable.add(member.uniqueAddress());
      say(member, "cannot be reached");
    } else {
      unreachable.remove(member.uniqueAddress());
      say(member, "can be reached again");
    }
    count();
    return this;
  }

  private void count() {
    long lost = unreachable.stream().filter(members::contains).count();
    events.set(Metric.CLUSTER_MEMBERS, "unreachable", lost);
    events.set(Metric.CLUSTER_MEMBERS, "reachable", members.size() - lost);
  }

  private void say(Member member, String what) {
    getContext().getLog().info("member [{}] {}", member.address().hostPort(), what);
  }
}
