package io.lifeline.supervision.channels;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;

/** One at least of each message about channels that crosses from node to node. */
public final class ChannelMessages {
  private static final String SOMEBODY = "pekko://lifeline@10.1.2.3:25520/user/somebody#42";
  private static final ByteString JSON = ByteString.fromString("{\"text\":\"h\u00e9llo\"}");
  private static final long TAKEN_AT = 1_767_225_600_123L;
  private static final Position AT = new Position("Qz7k.1", 42);

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private ChannelMessages() {}

  /** All that is written the same in each run. */
  public static List<ClusterMessage> samples(ActorSystem<?> system) {
    List<ChannelEvent.Earlier> missed =
        List.of(new ChannelEvent.Earlier(41, JSON), new ChannelEvent.Earlier(42, JSON));
    GatewayCommand.NodeInfo node = new GatewayCommand.NodeInfo("n1", 1, 2, 3, 4);
    Present present = new Present("alice", List.of("c-1", "c-2"));
    PresenceChange change =
        new PresenceChange(
            "room:1", List.of(present), List.of(new Present("b\u00f6b", List.of("c-3"))), false);
    Ending kick = new Ending(CloseReason.KICKED, 3503, "bye");
    return List.of(
        new ChannelLog.Append("news", JSON, "key", 0, 7, somebody(system)),
        new ChannelLog.Attach("news", AT, 3, somebody(system)),
        new ChannelLog.Attach("news", null, 3, somebody(system)),
        new ChannelLog.Detach("#alice", somebody(system)),
        new ChannelLog.Recover("news", AT, 9, somebody(system)),
        new ChannelLog.Knock("#", 1, somebody(system)),
        new AppendAnswer.Done(7, AT, 2),
        new AppendAnswer.Refused(7, 111, "too many"),
        new ChannelEvent.Appended("news", "Qz7k.1", 42, JSON, 0),
        new ChannelEvent.Attached("news", somebody(system), 3, AT, true, missed, true),
        new ChannelEvent.Recovered("news", 9, AT, false, List.of(), true),
        new ChannelEvent.StandsAt("news", "Qz7k.1", 42),
        new GatewayCommand.Publish("news", JSON, "key", somebody(system)),
        new GatewayCommand.PushToUser("alice", JSON, "", somebody(system)),
        new GatewayCommand.Broadcast(List.of("a", "b"), JSON, "", somebody(system)),
        new GatewayCommand.DisconnectUser("alice", Set.of("c-1"), kick, somebody(system)),
        new GatewayCommand.DisconnectConnection("c-1", "alice", kick, somebody(system)),
        new GatewayCommand.Info(somebody(system)),
        new GatewayCommand.Published(42, "Qz7k.1", 2),
        new GatewayCommand.NotPublished(107, "data: empty"),
        new GatewayCommand.BroadcastReply(
            List.of(
                new GatewayCommand.Published(42, "Qz7k.1", 2),
                new GatewayCommand.NotPublished(102, "unknown channel"))),
        new GatewayCommand.DisconnectReply(2),
        new GatewayCommand.InfoReply(List.of(node)),
        new GatewayCommand.SubscribeUser("alice", "news", somebody(system)),
        new GatewayCommand.UnsubscribeUser("alice", "news", somebody(system)),
        new GatewayCommand.SubscriptionReply(1),
        new GatewayCommand.Presence("news", 10, somebody(system)),
        new GatewayCommand.PresenceReply(List.of(present), 2, 1),
        new GatewayCommand.History("news", AT, 10, false, somebody(system)),
        new GatewayCommand.RemoveHistory("news", somebody(system)),
        new GatewayCommand.Messages(AT, List.of(new GatewayCommand.Message(42, JSON))),
        new GatewayCommand.NoHistory(112, "unrecoverable position"),
        new GatewayCommand.Channels("news:*", 10, somebody(system)),
        new GatewayCommand.ChannelsReply(Map.of("news", 2)),
        new ChannelLog.Read("news", AT, 10, true, somebody(system)),
        new ChannelLog.Clear("news", somebody(system)),
        new HubRequest.EndUser("alice", Set.of("c-1"), kick, 5, somebody(system)),
        new HubRequest.EndConnection("c-1", "alice", kick, 5, somebody(system)),
        new HubRequest.SubscribeUser("alice", "news", 5, somebody(system)),
        new HubRequest.UnsubscribeUser("alice", "news", 5, somebody(system)),
        new HubRequest.Count(5, somebody(system)),
        new HubRequest.WhoHears("news", 10, 5, somebody(system)),
        new HubRequest.WhichChannels("news:*", 10, 5, somebody(system)),
        new HubAnswer.Told(5, 2),
        new HubAnswer.Holds(5, node),
        new HubAnswer.Hears(5, List.of(present), 2),
        new HubAnswer.Channels(5, Map.of("news", 2)),
        new ChannelLog.Claim("#alice", "c-1"),
        new ChannelEvent.Claimed("#alice", "c-1"),
        new ChannelLog.Wake("news"),
        new ChannelLog.TellPresence(change),
        new ChannelEvent.PresenceChanged(change),
        new GatewayCommand.NoPresence(108, "not available"),
        new ChannelLog.Append("news", JSON, "key", TAKEN_AT, 7, somebody(system)),
        new ChannelEvent.Appended("news", "Qz7k.1", 42, JSON, TAKEN_AT),
        new ChannelLog.Append("news", JSON, "key", TAKEN_AT, TRACE, 7, somebody(system)),
        new ChannelEvent.Appended("news", "Qz7k.1", 42, JSON, TAKEN_AT, TRACE),
        new GatewayCommand.Publish("news", JSON, "key", TRACE, somebody(system)),
        new GatewayCommand.PushToUser("alice", JSON, "", TRACE, somebody(system)),
        new GatewayCommand.Broadcast(List.of("a", "b"), JSON, "", TRACE, somebody(system)));
  }

  private static <T> ActorRef<T> somebody(ActorSystem<?> system) {
    return ActorRefResolver.get(system).resolveActorRef(SOMEBODY);
  }
}
