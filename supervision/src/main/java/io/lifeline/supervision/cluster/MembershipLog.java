package io.lifeline.supervision.cluster;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Says who comes into the cluster, goes, and cannot be reached: one line each, instead of the many
 * of Pekko's own. One phase; it only logs.
 */
final class MembershipLog {
  private MembershipLog() {}

  static Behavior<ClusterEvent.ClusterDomainEvent> create() {
    return Behaviors.setup(
        context -> {
          Cluster cluster = Cluster.get(context.getSystem());
          subscribe(cluster, context, ClusterEvent.MemberEvent.class);
          subscribe(cluster, context, ClusterEvent.ReachabilityEvent.class);
          return Behaviors.receive(ClusterEvent.ClusterDomainEvent.class)
              .onMessage(ClusterEvent.MemberUp.class, up -> say(context, up.member(), "is up"))
              .onMessage(
                  ClusterEvent.MemberExited.class, left -> say(context, left.member(), "leaves"))
              .onMessage(
                  ClusterEvent.MemberDowned.class,
                  downed -> say(context, downed.member(), "is taken out"))
              .onMessage(
                  ClusterEvent.UnreachableMember.class,
                  lost -> say(context, lost.member(), "cannot be reached"))
              .onMessage(
                  ClusterEvent.ReachableMember.class,
                  back -> say(context, back.member(), "can be reached again"))
              .onAnyMessage(other -> Behaviors.same())
              .build();
        });
  }

  private static <E extends ClusterEvent.ClusterDomainEvent> void subscribe(
      Cluster cluster, ActorContext<ClusterEvent.ClusterDomainEvent> context, Class<E> type) {
    cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), type));
  }

  private static Behavior<ClusterEvent.ClusterDomainEvent> say(
      ActorContext<?> context, Member member, String what) {
    context.getLog().info("member [{}] {}", member.address().hostPort(), what);
    return Behaviors.same();
  }
}
