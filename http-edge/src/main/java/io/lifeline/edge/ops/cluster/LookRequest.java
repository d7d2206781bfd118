package io.lifeline.edge.ops.cluster;

import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What one node's ops listener asks the {@link LookDesk} of another; answered once. A node that
 * does not know the look, or a key of its query, says so in a {@link LookAnswer.Refused}.
 *
 * @param look its name, such as {@code groups}
 * @param query as a request to the other's listener would have it
 * @param most bytes of an answer; a longer one is refused with 413
 */
public record LookRequest(
    String look, Map<String, String> query, int most, ActorRef<LookAnswer> replyTo)
    implements LookDesk.Command, ClusterMessage {
  public LookRequest {
    query = Map.copyOf(query);
  }
}
