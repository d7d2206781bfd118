package io.lifeline.edge.example;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.util.ByteString;

/** An application that holds its users' WebSockets itself and pushes to them from Java. */
public final class EmbeddedLifeline {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private EmbeddedLifeline() {}

  /** Connect to the printed address with {@code ?user=alice}; the push comes ten seconds later. */
  public static void main(String[] arguments) {
    try (Node node = start(8080)) {
      System.out.println(node.addresses().readyLine());
      node.system()
          .scheduler()
          .scheduleOnce(
              Duration.ofSeconds(10),
              () -> push(node, "alice", "{\"text\":\"hello\"}"),
              node.system().executionContext());
      node.awaitEnd();
    }
  }

  /** Starts a node whose settings the application chooses; everything else has its default. */
  public static Node start(int port) {
    Config settings =
        ConfigFactory.parseString(
            """
            lifeline.edge.development = on
            lifeline.edge.ops.port = 0
            """);
    Config options = ConfigFactory.parseString("lifeline.edge.port = " + port);
    return Node.start(ConfigLayers.layered(options, settings));
  }

  /** Pushes to each of a user's connections; the answer has the message's position. */
  public static CompletionStage<GatewayCommand.PublishReply> push(
      Node node, String user, String json) {
    return AskPattern.ask(
        node.gateway(),
        replyTo -> new GatewayCommand.PushToUser(user, ByteString.fromString(json), replyTo),
        ANSWER_WITHIN,
        node.system().scheduler());
  }
}
