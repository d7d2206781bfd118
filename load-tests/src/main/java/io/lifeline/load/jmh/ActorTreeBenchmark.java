package io.lifeline.load.jmh;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.actortree.ActorGroups;
import io.lifeline.telemetry.actortree.ActorNode;
import io.lifeline.telemetry.actortree.ActorTree;
import io.lifeline.telemetry.actortree.BusyActors;
import io.lifeline.telemetry.actortree.FirstSeen;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What looking at the actors of a node costs, by their number. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ActorTreeBenchmark extends Nanoseconds {
  private static final int PARTITIONS = 4;
  private static final int ACTORS_OF_A_CONNECTION = 3;

  @Param({"20000", "200000"})
  public int actors = 20_000;

  private Optional<ActorSystem<Void>> system = Optional.empty();
  private Optional<FirstSeen> seen = Optional.empty();

  @Setup
  public void setUp() throws InterruptedException {
    int connections = actors / ACTORS_OF_A_CONNECTION / PARTITIONS;
    CountDownLatch started = new CountDownLatch(connections * PARTITIONS);
    Behavior<Void> guardian =
        parent(
            "connections",
            1,
            parent("p-", PARTITIONS, parent("c-x-", connections, connection(started))));
    system =
        Optional.of(
            ActorSystem.create(
                guardian,
                "lifeline",
                // A node's class path, with its one older module.
                ConfigFactory.parseString("pekko { loglevel = off, fail-mixed-versions = off }")
                    .withFallback(ConfigFactory.load())));
    started.await();
    seen = system.map(FirstSeen::start);
  }

  @TearDown
  public void tearDown() {
    system.ifPresent(ActorSystem::terminate);
  }

  /** All of them, by pattern. */
  @Benchmark
  public GroupSnapshot groups() {
    return ActorGroups.count(system.orElseThrow());
  }

  /** A hundred connections with their children. */
  @Benchmark
  public Optional<ActorNode> page() {
    return ActorTree.page(
        system.orElseThrow(), seen.orElseThrow(), "/user/connections/p-0", 2, 0, 100);
  }

  /** Those that are stuck, of which there are none: what a node does every few seconds. */
  @Benchmark
  public BusyActors busy() {
    return BusyActors.find(system.orElseThrow(), 1_000);
  }

  private static Behavior<Void> parent(String name, int children, Behavior<Void> child) {
    return Behaviors.setup(
        context -> {
          for (int i = 0; i < children; i++) {
            context.spawn(child, name.endsWith("-") ? name + i : name);
          }
          return Behaviors.ignore();
        });
  }

  private static Behavior<Void> connection(CountDownLatch started) {
    return Behaviors.setup(
        context -> {
          context.spawn(Behaviors.<Void>ignore(), "heartbeat");
          context.spawn(Behaviors.<Void>ignore(), "writer");
          started.countDown();
          return Behaviors.ignore();
        });
  }
}
