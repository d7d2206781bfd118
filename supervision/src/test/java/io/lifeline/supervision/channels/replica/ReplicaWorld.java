package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.channels.replica.Peers.Peer;
import io.lifeline.supervision.channels.replica.Peers.Standing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in which one channel lives, with its network and its time in the hands of a test. Each
 * node has its own view of who is a member. What goes from one node to another keeps its order, and
 * may be late or lost.
 */
final class ReplicaWorld {
  static final String CHANNEL = "news";
  static final int HISTORY = 25;

  final SplittableRandom random;
  final Map<NodeId, SimNode> nodes = new LinkedHashMap<>();

  /** What publishers were told: where the message with this key stands. */
  final Map<String, Long> acknowledged = new TreeMap<>();

  final Set<String> unanswered = new LinkedHashSet<>();
  final Replication.Terms terms;
  private final Map<String, ArrayDeque<Packet>> links = new LinkedHashMap<>();
  private final Set<NodeId> cutOff = new LinkedHashSet<>();
  @Nullable SimEntity entity;
  @Nullable String epoch;
  long now = 1_000_000;
  private long lives;
  private int published;

  /** Something under way. */
  private record Packet(NodeId from, NodeId to, Runnable arrival) {}

  ReplicaWorld(SplittableRandom random, int count, int copies) {
    this.random = random;
    this.terms =
        new Replication.Terms(
            new ReplicaSettings(
                copies, Duration.ofSeconds(1), ReplicaSettings.WhenAlone.REFUSE, 1 << 20),
            Duration.ofDays(1).toMillis(),
            () -> "epoch" + lives++);
    for (int i = 0; i < count; i++) {
      NodeId id = new NodeId("n" + i, lives++);
      nodes.put(id, new SimNode(id));
    }
    for (SimNode node : nodes.values()) {
      nodes.keySet().forEach(id -> node.view.put(id, new Peer(id, Standing.UP, true)));
      node.viewChanged();
    }
  }

  /** A node: its copies, and whom it takes for a member. */
  final class SimNode {
    final NodeId id;
    final Copies copies;
    final Map<NodeId, Peer> view = new LinkedHashMap<>();

    SimNode(NodeId id) {
      this.id = id;
      this.copies = new Copies(id, 1 << 20);
    }

    Peers peers() {
      return new Peers(id, List.copyOf(view.values()));
    }

    void viewChanged() {
      copies.obey(view::containsKey);
      entities.stream()
          .filter(on -> on.node == this)
          .toList()
          .forEach(on -> on.replication.onPeers(peers(), now));
    }
  }

  /** All that run: the one that has the channel, and those that do not know that they lost it. */
  final List<SimEntity> entities = new ArrayList<>();

  /** The entity as the channels have it, reduced to what matters here. */
  final class SimEntity implements Replication.Owner {
    final SimNode node;
    final Replication replication;
    private final Map<String, Long> keys = new LinkedHashMap<>();
    private final List<String> waiting = new ArrayList<>();
    boolean begun;
    private long offset;
    private long safe;

    SimEntity(SimNode node) {
      this.node = node;
      this.replication = new Replication(CHANNEL, "claim" + lives++, terms, node.peers(), this);
    }

    void publish(String key) {
      if (!begun) {
        return;
      }
      Long known = keys.get(key);
      if (known == null) {
        offset++;
        keys.put(key, offset);
        LogEntry entry = new LogEntry(offset, now, key, ByteString.fromString("data of " + key));
        replication.append(entry, new Horizon(Math.max(1, offset - HISTORY + 1), 1), now);
      }
      waiting.add(key);
      answer();
    }

    private void answer() {
      waiting.removeIf(
          key -> {
            Long at = keys.get(key);
            if (at == null || at > safe) {
              return false;
            }
            Long before = acknowledged.put(key, at);
            assertThat(before).as("position of %s", key).isIn(null, at);
            unanswered.remove(key);
            return true;
          });
    }

    void leave() {
      entities.remove(this);
      Copy.Held left = replication.leave();
      if (left != null) {
        node.copies.keep(CHANNEL, left, now);
      }
    }

    @Override
    public void send(NodeId to, ToReplica order) {
      transmit(node.id, to, () -> receive(to, order));
    }

    private void receive(NodeId to, ToReplica order) {
      SimNode replica = nodes.get(to);
      FromReplica answer = replica == null ? null : replica.copies.take(CHANNEL, order, now);
      if (answer != null) {
        transmit(
            to,
            node.id,
            () -> {
              if (entities.contains(this)) {
                replication.onAnswer(answer, now);
              }
            });
      }
    }

    @Override
    public void began(LogCopy log) {
      begun = true;
      offset = log.offset();
      safe = offset;
      checkRecovered(log);
      log.entries().forEach(entry -> keys.put(entry.key(), entry.offset()));
    }

    @Override
    public void safe(long upTo) {
      safe = upTo;
      answer();
    }

    @Override
    public void stalled() {}

    @Override
    public void resumed() {}

    @Override
    public void ousted() {
      leave();
      if (entity == this) {
        entity = null;
      }
    }
  }

  /** The invariant: what was acknowledged is there, once, where it was said to be. */
  private void checkRecovered(LogCopy log) {
    if (epoch == null || acknowledged.isEmpty()) {
      epoch = log.epoch();
    }
    assertThat(log.epoch()).as("epoch").isEqualTo(epoch);
    Map<String, LogEntry> byKey = new LinkedHashMap<>();
    long last = 0;
    for (LogEntry entry : log.entries()) {
      assertThat(entry.offset()).isGreaterThan(last);
      last = entry.offset();
      assertThat(byKey.put(entry.key(), entry)).as("twice: %s", entry.key()).isNull();
      if (entry.offset() > log.offset() - HISTORY) {
        assertThat(entry.json().utf8String()).isEqualTo("data of " + entry.key());
      }
    }
    acknowledged.forEach(
        (key, at) -> {
          LogEntry entry = byKey.get(key);
          assertThat(entry == null ? null : entry.offset())
              .as("acknowledged %s", key)
              .isEqualTo(at);
        });
  }

  private void transmit(NodeId from, NodeId to, Runnable arrival) {
    links
        .computeIfAbsent(from + ">" + to, link -> new ArrayDeque<>())
        .add(new Packet(from, to, arrival));
  }

  // --- what may happen

  void publishNew() {
    String key = "k" + published++;
    unanswered.add(key);
    publish(key);
  }

  /** To the entity, or to one that does not know that it has lost the channel. */
  void publish(String key) {
    if (!entities.isEmpty()) {
      pick(entities).publish(key);
    }
  }

  void publishAgain() {
    if (!unanswered.isEmpty()) {
      publish(pick(unanswered));
    }
  }

  /** Lets the next packet of some link arrive, or get lost. */
  void deliver(double lost) {
    List<ArrayDeque<Packet>> open =
        links.values().stream()
            .filter(link -> !link.isEmpty())
            .filter(link -> !isCut(link.getFirst()))
            .toList();
    if (open.isEmpty()) {
      return;
    }
    Packet packet = pick(open).removeFirst();
    if (nodes.containsKey(packet.to()) && random.nextDouble() >= lost) {
      packet.arrival().run();
    }
  }

  private boolean isCut(Packet packet) {
    return !packet.from().equals(packet.to())
        && (cutOff.contains(packet.from()) || cutOff.contains(packet.to()));
  }

  void tick(long millis) {
    now += millis;
    List.copyOf(entities).forEach(running -> running.replication.onTick(now));
  }

  /** Starts the entity on a node, if it runs nowhere. */
  void start(SimNode node) {
    if (entity == null) {
      SimEntity started = new SimEntity(node);
      entity = started;
      entities.add(started);
      started.replication.begin(now);
    }
  }

  /** Stops the entity in good order: it moves, or passivates. */
  void stop() {
    SimEntity stopping = entity;
    if (stopping != null) {
      entity = null;
      stopping.leave();
    }
  }

  /** The node is gone from one moment to the next. */
  void kill(NodeId id) {
    SimNode node = nodes.remove(id);
    cutOff.remove(id);
    entities.removeIf(running -> running.node == node);
    if (entity != null && entity.node == node) {
      entity = null;
    }
  }

  void cut(NodeId id) {
    cutOff.add(id);
  }

  void heal(NodeId id) {
    cutOff.remove(id);
  }

  /** Nobody hears of the entity any more, which may run on. */
  void abandon() {
    entity = null;
  }

  SimNode add() {
    SimNode node = new SimNode(new NodeId("n" + random.nextInt(9), lives++));
    nodes.put(node.id, node);
    return node;
  }

  SimNode node(NodeId id) {
    SimNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return node;
  }

  void see(SimNode node, Consumer<Map<NodeId, Peer>> change) {
    change.accept(node.view);
    node.viewChanged();
  }

  /**
   * On how many living nodes all that was acknowledged is, where whoever takes over would find it.
   */
  int redundancy() {
    return having().size();
  }

  int redundancyWithout(NodeId id) {
    Set<NodeId> having = having();
    having.remove(id);
    return having.size();
  }

  private Set<NodeId> having() {
    long newest =
        nodes.values().stream().mapToLong(node -> stand(node).generation()).max().orElse(0);
    long acked = acknowledged.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Set<NodeId> having = new LinkedHashSet<>();
    for (SimNode node : nodes.values()) {
      FromReplica.Stand stand = stand(node);
      if (newest > 0 && stand.generation() == newest && stand.offset() >= acked) {
        having.add(node.id);
      }
    }
    SimEntity running = entity;
    if (running != null && running.begun && !having.isEmpty()) {
      having.add(running.node.id);
    }
    return having;
  }

  private static FromReplica.Stand stand(SimNode node) {
    return node.copies.stand(CHANNEL);
  }

  <T> T pick(Collection<T> some) {
    return List.copyOf(some).get(random.nextInt(some.size()));
  }
}
