package io.lifeline.edge.example;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.settings.ConfigLayers;
import io.lifeline.supervision.cluster.NodeAddress;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.util.ByteString;

/**
 * A service of its own, without any WebSocket, that joins a cluster of Lifeline nodes and pushes to
 * their users by actor message, wherever they are connected.
 */
public final class BackEnd implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final ActorSystem<Pusher.Command> system;

  private BackEnd(ActorSystem<Pusher.Command> system) {
    this.system = system;
  }

  /**
   * Pushes each line of the standard input, a JSON value, to a user, and says what became of it.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("expected: HOST:PORT of a node in its cluster, and a user");
      System.exit(2);
    }
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (BackEnd backEnd = join(arguments[0])) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(backEnd.push(arguments[1], line).toCompletableFuture().join());
      }
    }
  }

  /**
   * Becomes a member of the cluster of this node, with the role of those that hold no connections.
   *
   * @param node as {@code host:port} of its cluster port
   */
  public static BackEnd join(String node) {
    Config settings = ConfigFactory.parseString("lifeline.cluster.roles = [backend]");
    Config config = ConfigLayers.layered(ConfigFactory.empty(), settings);
    ActorSystem<Pusher.Command> system =
        ActorSystem.create(Pusher.create(), NodeAddress.SYSTEM_NAME, config);
    Address contact = AddressFromURIString.parse("pekko://" + NodeAddress.SYSTEM_NAME + "@" + node);
    Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(contact)));
    return new BackEnd(system);
  }

  /** Pushes to each of a user's connections; the answer has the message's position. */
  public CompletionStage<GatewayCommand.PublishReply> push(String user, String json) {
    return AskPattern.ask(
        system,
        replyTo -> new Pusher.Push(user, ByteString.fromString(json), replyTo),
        ANSWER_WITHIN,
        system.scheduler());
  }

  /** Leaves the cluster. */
  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
