package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.actortree.PatternGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What the leak watch sees of a node, second by second: connections that come and go under a {@link
 * Load}, with some of them between two counts at each look, a heap that fills and is collected, and
 * leaks on demand.
 */
final class SimulatedNode implements Footprint {
  private static final long MIB = 1 << 20;
  private static final long HEAP_LIMIT = 768 * MIB;
  private static final double BYTES_OF_A_CONNECTION = 7_000;
  private static final int ACTORS_OF_A_CONNECTION = 5;
  private static final int OWN_ACTORS = 60;
  private static final int OWN_DESCRIPTORS = 90;

  /** What goes wrong with one connection in so many. */
  enum Leak {
    NOTHING,
    /** Its actor lives on; its path can be told. */
    ACTOR,
    /** It stays registered, and nobody can say which one. */
    REGISTRY_ENTRY,
    /** A descriptor that is no socket of a connection. */
    DESCRIPTOR,
    /** An actor somewhere else. */
    OTHER_ACTOR,
    /** Half a MiB. */
    MEMORY
  }

  private final ResourceLedger ledger;
  private final Load load;
  private final Leak leak;
  private final double share;
  private final SplittableRandom random;
  private final Set<String> leakedActors = new TreeSet<>();
  private long opened;
  private long ended;
  private long leaked;
  private long firstLeak = -1;
  private long second;
  private int inMotion;
  private double heap = 60 * MIB;
  private double heapAfterCollection;

  SimulatedNode(ResourceLedger ledger, Load load, Leak leak, double share, long seed) {
    this.ledger = ledger;
    this.load = load;
    this.leak = leak;
    this.share = share;
    this.random = new SplittableRandom(seed);
  }

  /** One second passes. */
  void tick() {
    settle();
    Load.Second now = load.at(second, opened - ended, random);
    for (int i = 0; i < now.opened(); i++) {
      open();
    }
    for (int i = 0; i < Math.min(now.ended(), opened - ended); i++) {
      end();
    }
    move(now);
    collect(now);
    second++;
  }

  /** When the first connection leaked, in seconds; -1 before. */
  long firstLeak() {
    return firstLeak;
  }

  private void open() {
    opened++;
    for (Resource resource : Resource.values()) {
      ledger.acquired(resource);
    }
  }

  private void end() {
    ended++;
    boolean leaks = leak != Leak.NOTHING && random.nextDouble() < share;
    if (leaks) {
      leaked++;
      firstLeak = firstLeak < 0 ? second : firstLeak;
    }
    for (Resource resource : Resource.values()) {
      boolean stays =
          leaks
              && (leak == Leak.ACTOR
                  ? resource != Resource.SOCKETS
                      && resource != Resource.COMPRESSED_WEBSOCKETS
                      && resource != Resource.INFLATIONS
                  : leak == Leak.REGISTRY_ENTRY && resource == Resource.REGISTRY_ENTRIES);
      if (!stays) {
        ledger.released(resource);
      }
    }
    if (leaks && leak == Leak.ACTOR) {
      leakedActors.add("/user/connections/p-0/c-leaked-" + ended);
    }
  }

  /** Some connections are counted as sockets, but not yet as actors; each group has its own. */
  private void move(Load.Second now) {
    inMotion = poisson(now.inMotion());
    for (int i = 0; i < inMotion; i++) {
      ledger.acquired(Resource.SOCKETS);
      ledger.acquired(Resource.WRITERS);
    }
  }

  private void settle() {
    for (int i = 0; i < inMotion; i++) {
      ledger.released(Resource.SOCKETS);
      ledger.released(Resource.WRITERS);
    }
    inMotion = 0;
  }

  /** Garbage piles up until it is collected, of which a varying part outlives that. */
  private void collect(Load.Second now) {
    heap += (0.3 + now.opened() * 0.02) * MIB * (1 + random.nextDouble());
    if (heap > 0.45 * HEAP_LIMIT || random.nextInt(40) == 0) {
      double histories = 40 * MIB * (1 - Math.exp(-second / 600.0));
      double live =
          60 * MIB
              + histories
              + (opened - ended) * BYTES_OF_A_CONNECTION
              + (leak == Leak.MEMORY ? leaked * 0.5 * MIB : 0);
      heapAfterCollection = live + random.nextDouble() * 12 * MIB;
      heap = heapAfterCollection;
    }
  }

  private int poisson(double mean) {
    if (mean > 30) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double product = random.nextDouble();
    int count = 0;
    for (double limit = Math.exp(-mean); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  /** What a look for leftovers finds at this moment. */
  Set<String> leftOver(ResourceGroup group, int limit) {
    Set<String> names = new LinkedHashSet<>();
    if (group == ResourceGroup.SOCKETS) {
      leakedActors.stream().limit(limit).forEach(names::add);
      for (int i = 0; i < inMotion && names.size() < limit; i++) {
        names.add("/user/connections/p-0/c-n-" + (opened - i));
      }
    }
    return names;
  }

  @Override
  public long descriptors() {
    return OWN_DESCRIPTORS
        + random.nextInt(4)
        + ledger.held(Resource.SOCKETS)
        + (leak == Leak.DESCRIPTOR ? leaked : 0);
  }

  @Override
  public long heapAfterCollections() {
    return (long) heapAfterCollection;
  }

  @Override
  public long heapLimit() {
    return HEAP_LIMIT;
  }

  @Override
  public GroupSnapshot actors() {
    long living = opened - ended + (leak == Leak.ACTOR ? leaked : 0);
    return new GroupSnapshot(
        List.of(
            group("/user", OWN_ACTORS + random.nextInt(6)),
            group("/user/connections/*/*/*", living * ACTORS_OF_A_CONNECTION),
            group("/user/gateway/*", leak == Leak.OTHER_ACTOR ? leaked : 0),
            group("/system/sharding/channel/*/*", 2 * living + second)));
  }

  private static PatternGroup group(String pattern, long actors) {
    return new PatternGroup(
        pattern, ActorRole.OTHER, actors, 0, 0, 0, List.of(pattern.replace("*", "x")));
  }
}
