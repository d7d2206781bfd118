package io.lifeline.load.incident;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import io.lifeline.supervision.connections.ConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A node of which one connection in fifty, or in as many as {@value #ONE_IN} says, is {@link
 * DeafToEnds}. Takes the arguments of {@code lifeline node}, of which it reads the configuration
 * file only.
 */
public final class LeakyNode {
  /** The key in the configuration. */
  public static final String ONE_IN = "incident.one-in";

  private static final Map<String, Integer> DEFAULTS = Map.of(ONE_IN, 50);

  private LeakyNode() {}

  public static void main(String[] arguments) {
    List<String> options = List.of(arguments);
    Path file = Path.of(options.get(options.indexOf("--config") + 1));
    Config developmentOnFreePorts =
        ConfigFactory.parseMap(
            Map.of(
                "lifeline.edge.development", true,
                "lifeline.edge.port", 0,
                "lifeline.edge.ops.port", 0));
    Config config = ConfigLayers.layered(developmentOnFreePorts, ConfigLayers.file(file));
    int oneIn = config.withFallback(ConfigFactory.parseMap(DEFAULTS)).getInt(ONE_IN);
    Node node = Node.start(config, connections -> leaking(connections, oneIn));
    System.out.println(node.addresses().readyLine());
    node.awaitEnd();
  }

  private static ConnectionFactory leaking(ConnectionFactory connections, int oneIn) {
    AtomicLong made = new AtomicLong();
    return (id, socket) ->
        made.incrementAndGet() % oneIn == 0
            ? Behaviors.intercept(DeafToEnds::new, connections.create(id, socket))
            : connections.create(id, socket);
  }
}
