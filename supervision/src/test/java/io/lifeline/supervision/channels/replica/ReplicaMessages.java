package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;

/** One of each message that crosses between a channel's entity and its replicas. */
public final class ReplicaMessages {
  private static final NodeId NODE = new NodeId("127.0.0.1:25520", -7);
  private static final Term TERM = new Term(3, "k1f");
  private static final Chunk CHUNK =
      new Chunk(
          1,
          3,
          List.of(
              new LogEntry(2, 1000, "key", ByteString.emptyByteString()),
              new LogEntry(3, 1001, "", ByteString.fromString("{\"é\":1}"))));

  private ReplicaMessages() {}

  public static List<ClusterMessage> samples(ActorSystem<?> system) {
    ActorRef<FromReplica> entity = system.deadLetters().unsafeUpcast();
    Set<NodeId> holders = Set.of(NODE);
    return List.of(
        new Replica.Order("news", new ToReplica.Ask(), entity),
        new Replica.Order("news", new ToReplica.Fence(TERM, NODE), entity),
        new Replica.Order("news", new ToReplica.Fetch(TERM, 7), entity),
        new Replica.Order(
            "news", new ToReplica.Install(TERM, NODE, "e", 3, 2, holders, 60_000), entity),
        new Replica.Order("news", new ToReplica.Append(TERM, CHUNK, new Horizon(2, 1)), entity),
        new Replica.Order("news", new ToReplica.Settle(TERM, holders), entity),
        new FromReplica.Known(NODE, 3),
        new FromReplica.Fenced(NODE, TERM, new FromReplica.Stand("e", 2, 3)),
        new FromReplica.Fetched(NODE, TERM, CHUNK, new Horizon(2, 1), 3),
        new FromReplica.Stored(NODE, TERM, 3),
        new FromReplica.Missing(NODE, TERM, -1),
        new FromReplica.Refused(NODE, TERM, 4),
        new FromReplica.Full(NODE, TERM));
  }
}
