package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.channels.replica.Peers.Peer;
import io.lifeline.supervision.channels.replica.Peers.Standing;
import io.lifeline.supervision.channels.replica.ReplicaWorld.SimNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fault after the other, each only when everything acknowledged is on as many nodes again as it
 * should be. What the nodes see of it comes to each of them in its own time.
 */
final class ReplicaFaults {
  final Map<String, Integer> happened = new LinkedHashMap<>();

  private final ReplicaWorld world;
  private final int copies;

  /** What each node has yet to see, in its order. */
  private final Map<NodeId, ArrayDeque<Runnable>> toSee = new LinkedHashMap<>();

  private final List<Step> script = new ArrayList<>();

  /** Where the entity was when it was lost: it starts elsewhere only where that node is gone. */
  private @Nullable NodeId lostHost;

  private boolean wanted;

  private record Step(BooleanSupplier possible, Runnable action) {}

  ReplicaFaults(ReplicaWorld world, int copies) {
    this.world = world;
    this.copies = copies;
  }

  /** Goes on with what happens at present, or lets something happen. */
  void step() {
    List<ArrayDeque<Runnable>> unseen =
        toSee.values().stream().filter(queue -> !queue.isEmpty()).toList();
    if (!unseen.isEmpty()) {
      world.pick(unseen).removeFirst().run();
    } else if (!script.isEmpty()) {
      if (script.get(0).possible().getAsBoolean()) {
        script.remove(0).action().run();
      }
    } else if (isHealthy()) {
      begin();
    }
  }

  boolean isOver() {
    return script.isEmpty() && toSee.values().stream().allMatch(ArrayDeque::isEmpty);
  }

  private boolean isHealthy() {
    return world.redundancy() > copies || world.acknowledged.isEmpty();
  }

  /** Starts the entity somewhere, where that may be. */
  void startSomewhere() {
    SimNode node = world.pick(world.nodes.values());
    Peer self = node.view.get(node.id);
    boolean up = self != null && self.standing() == Standing.UP;
    boolean lostIsGone = lostHost == null || !node.view.containsKey(lostHost);
    if (world.entity == null && up && lostIsGone && !isCut(node.id)) {
      world.start(node);
      wanted = false;
    }
  }

  boolean isWanted() {
    return wanted;
  }

  private @Nullable NodeId cut;

  private boolean isCut(NodeId id) {
    return id.equals(cut);
  }

  private void begin() {
    NodeId victim =
        world.entity != null && world.random.nextBoolean()
            ? world.entity.node.id
            : world.pick(world.nodes.keySet());
    switch (world.random.nextInt(4)) {
      case 0, 1 -> kill(victim);
      case 2 -> cut(victim);
      default -> leave(victim);
    }
  }

  private void count(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  private boolean hostsEntity(NodeId id) {
    return world.entities.stream().anyMatch(running -> running.node.id.equals(id));
  }

  private void kill(NodeId victim) {
    count(hostsEntity(victim) ? "kill of the entity's node" : "kill of another");
    if (hostsEntity(victim)) {
      lostHost = victim;
      wanted = true;
    }
    world.kill(victim);
    toSee.remove(victim);
    world.nodes.values().forEach(node -> seeUnreachable(node, victim));
    world.nodes.values().forEach(node -> seeGone(node, victim));
    replace();
  }

  private void cut(NodeId victim) {
    boolean host = hostsEntity(victim);
    boolean forGood = world.random.nextInt(3) > 0;
    count((forGood ? "partition" : "interruption") + (host ? " of the entity's node" : ""));
    world.cut(victim);
    cut = victim;
    SimNode lone = world.node(victim);
    for (SimNode node : world.nodes.values()) {
      if (node != lone) {
        seeUnreachable(node, victim);
        seeUnreachable(lone, node.id);
      }
    }
    if (!forGood) {
      script.add(new Step(() -> true, () -> mend(victim)));
      return;
    }
    script.add(
        new Step(
            () -> true,
            () -> {
              // It may have moved meanwhile; where it runs now, nobody has lost it.
              if (world.entity != null && world.entity.node == lone) {
                lostHost = victim;
                wanted = true;
                world.abandon();
              }
              world.nodes.values().stream()
                  .filter(node -> node != lone)
                  .forEach(node -> seeGone(node, victim));
            }));
    // Late messages of a node that does not know yet that it is out, and then its end.
    script.add(new Step(() -> world.random.nextInt(4) == 0, () -> world.heal(victim)));
    script.add(
        new Step(
            () -> world.random.nextInt(10) == 0,
            () -> {
              world.kill(victim);
              cut = null;
            }));
    replace();
  }

  private void mend(NodeId victim) {
    world.heal(victim);
    cut = null;
    for (SimNode node : world.nodes.values()) {
      node.view.keySet().forEach(id -> see(node, id, Standing.UP, true));
    }
  }

  private void leave(NodeId victim) {
    count("leave");
    world.nodes.values().forEach(node -> see(node, victim, Standing.LEAVING, true));
    script.add(
        new Step(
            () -> true,
            () -> {
              if (hostsEntity(victim)) {
                world.stop();
              }
              wanted = true;
            }));
    script.add(
        new Step(
            () ->
                world.entity != null
                    && !hostsEntity(victim)
                    && world.redundancyWithout(victim) > Math.min(copies, world.nodes.size() - 2),
            () -> {
              world.kill(victim);
              toSee.remove(victim);
              world.nodes.values().forEach(node -> seeGone(node, victim));
            }));
    replace();
  }

  private void replace() {
    script.add(
        new Step(
            () -> true,
            () -> {
              lostHost = null;
              SimNode node = world.add();
              NodeId fresh = node.id;
              world.see(
                  node,
                  view ->
                      world
                          .nodes
                          .keySet()
                          .forEach(id -> view.put(id, new Peer(id, Standing.UP, true))));
              world.nodes.values().forEach(other -> see(other, fresh, Standing.JOINING, true));
              script.add(
                  0,
                  new Step(
                      () -> true,
                      () ->
                          world
                              .nodes
                              .values()
                              .forEach(other -> see(other, fresh, Standing.UP, true))));
            }));
  }

  private void seeUnreachable(SimNode node, NodeId lost) {
    queueOf(node)
        .add(
            () ->
                world.see(
                    node,
                    view ->
                        view.computeIfPresent(
                            lost, (id, peer) -> new Peer(id, peer.standing(), false))));
  }

  private void see(SimNode node, NodeId id, Standing standing, boolean reachable) {
    queueOf(node)
        .add(() -> world.see(node, view -> view.put(id, new Peer(id, standing, reachable))));
  }

  /** A node that has a copy in common with the one that is gone wakes the channel. */
  private void seeGone(SimNode node, NodeId gone) {
    queueOf(node)
        .add(
            () -> {
              wanted |= !node.copies.sharedWith(gone).isEmpty();
              world.see(node, view -> view.remove(gone));
            });
  }

  private ArrayDeque<Runnable> queueOf(SimNode node) {
    return toSee.computeIfAbsent(node.id, id -> new ArrayDeque<>());
  }
}
