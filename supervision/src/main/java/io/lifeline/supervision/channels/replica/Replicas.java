package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.connections.NodeEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * What the replicated channels of one node share: this node's {@link Replica}, and the way to those
 * of the others, which have the same path. Thread-safe.
 */
public final class Replicas {
  private static final int MAX_KNOWN = 1000;

  private final ActorRef<Replica.Command> local;
  private final String path;
  private final ActorRefResolver resolver;
  private final ReplicaSettings settings;
  private final Clock clock;
  private final String life;
  private final AtomicLong claims = new AtomicLong();
  private final PeersBoard peers;
  private final ConcurrentHashMap<NodeId, ActorRef<Replica.Command>> known =
      new ConcurrentHashMap<>();

  private Replicas(
      ActorRef<Replica.Command> local,
      ActorRefResolver resolver,
      ReplicaSettings settings,
      NodeEnvironment environment,
      PeersBoard peers) {
    this.local = local;
    this.path = local.path().toStringWithoutAddress();
    this.resolver = resolver;
    this.settings = settings;
    this.clock = environment.clock();
    this.life = environment.node();
    this.peers = peers;
  }

  /** Spawns {@code replica} as a watched child of the caller. */
  public static Replicas spawn(
      ActorContext<?> context, ReplicaSettings settings, NodeEnvironment environment) {
    PeersBoard peers = new PeersBoard();
    ActorRef<Replica.Command> local =
        context.spawn(
            Replica.create(settings, environment.clock(), environment.events(), peers), "replica");
    context.watch(local);
    return new Replicas(
        local, ActorRefResolver.get(context.getSystem()), settings, environment, peers);
  }

  /**
   * Says how channels are woken whose copies became too few.
   *
   * @param wake is called by the replica's actor with the name of the channel; must not block
   */
  public void wakeWith(Consumer<String> wake) {
    local.tell(new Replica.WakeWith(wake));
  }

  /**
   * The replicated log of a channel, to be spawned by the channel's entity.
   *
   * @param keptFor after so long without a word its copies are forgotten
   * @param epochs makes names that no channel ever had
   * @param entity is told how it goes
   */
  public Behavior<Replicator.Command> replicator(
      String channel,
      Duration keptFor,
      Supplier<String> epochs,
      ActorRef<Replicator.Event> entity) {
    return Replicator.create(
        this, channel, new Replication.Terms(settings, keptFor.toMillis(), epochs), entity);
  }

  /** A name that no incarnation of an entity has, here or elsewhere. */
  String newClaimant() {
    return life + "." + Long.toString(claims.incrementAndGet(), Character.MAX_RADIX);
  }

  ReplicaSettings settings() {
    return settings;
  }

  Clock clock() {
    return clock;
  }

  Peers peers() {
    return peers.latest();
  }

  /** This node's own. */
  ActorRef<Replica.Command> local() {
    return local;
  }

  /** A node's; one that is not there does not answer. */
  ActorRef<Replica.Command> at(NodeId node) {
    if (node.equals(peers.latest().self())) {
      return local;
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(node, id -> resolver.resolveActorRef(id.address() + path));
  }
}
