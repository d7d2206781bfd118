package io.lifeline.supervision.cluster;

import java.util.function.IntSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * How many new WebSockets a second the other gateways of the cluster take together, if each takes
 * as many as this one; 0 if there is none. Those that cannot be reached do not count. Thread-safe.
 *
 * @param ofEach how many a second one node takes
 */
public record OtherGateways(ActorSystem<?> system, int ofEach) implements IntSupplier {
  @Override
  public int getAsInt() {
    Cluster cluster = Cluster.get(system);
    var state = cluster.state();
    long others =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(
                member ->
                    member.status() == MemberStatus.up()
                        && member.hasRole(ClusterSettings.GATEWAY_ROLE))
            .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
            .filter(member -> !state.getUnreachable().contains(member))
            .count();
    return (int) Math.min(Integer.MAX_VALUE, others * ofEach);
  }
}
