package io.lifeline.supervision.connections;

import io.lifeline.telemetry.actortree.ActorNode;
import io.lifeline.telemetry.actortree.ActorTree;
import io.lifeline.telemetry.actortree.LivingBehaviors;
import io.lifeline.telemetry.timeline.Storied;
import io.lifeline.telemetry.timeline.Story;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The connections that live on a node, read from the tree of its actors: nothing is kept for it and
 * no actor is sent a message. Any thread may call.
 */
public final class LiveConnections {
  private static final String PARENT = "/user/connections";
  private static final int MOST_PARTITIONS = 10_000;

  private final ActorSystem<?> system;

  public LiveConnections(ActorSystem<?> system) {
    this.system = system;
  }

  /**
   * One connection.
   *
   * @param children names of its living child actors
   */
  public record Live(Story story, List<String> children) {
    public Live {
      children = List.copyOf(children);
    }
  }

  /** Each of them, in no particular order. */
  public void each(Consumer<Live> visitor) {
    for (String partition : partitions()) {
      LivingBehaviors.below(system, partition, Storied.class, found -> visitor.accept(live(found)));
    }
  }

  /** The one with this id, if it lives. */
  public Optional<Live> find(String id) {
    if (id.isEmpty() || id.contains("/")) {
      return Optional.empty();
    }
    return partitions().stream()
        .flatMap(
            partition ->
                LivingBehaviors.at(
                    system, partition + "/" + Partition.NAME_PREFIX + id, Storied.class)
                    .stream())
        .map(LiveConnections::live)
        .findFirst();
  }

  private static Live live(LivingBehaviors.Found<Storied> found) {
    return new Live(found.behavior().story(), found.children());
  }

  private List<String> partitions() {
    return ActorTree.snapshot(system, PARENT, 1, MOST_PARTITIONS).stream()
        .flatMap(connections -> connections.children().stream())
        .map(ActorNode::path)
        .toList();
  }
}
