package io.lifeline.edge.ops.cluster;

import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.SourceRef;
import org.apache.pekko.util.ByteString;

/** One at least of each message that listeners of nodes send each other. */
final class LookMessages {
  /** As in lifeline-pekko.conf: pekko-discovery is of an older release than the others. */
  static final String MIXED = "pekko.fail-mixed-versions = off";

  private LookMessages() {}

  static List<ClusterMessage> samples(ActorSystem<?> system, SourceRef<ByteString> body) {
    return List.of(
        new LookRequest("groups", Map.of("format", "json"), 8_388_608, system.ignoreRef()),
        new LookAnswer.Refused("x1f", 503, "another look is under way"),
        new LookAnswer.Said("x1f", body));
  }
}
