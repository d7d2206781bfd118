package io.lifeline.supervision.cluster;

import java.util.function.IntSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * What the other gateways of the cluster amount to together, such as how many new WebSockets a
 * second they take; 0 if there is none. Those that cannot be reached do not count. Thread-safe.
 *
 * @param ofEach what one of them counts for; with 1 this is their number
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
