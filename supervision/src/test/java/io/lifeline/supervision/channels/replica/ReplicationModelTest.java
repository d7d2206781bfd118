package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random publications, repetitions, moves, losses of messages and one fault after the other: what a
 * publisher was told is there is there for whoever takes over, in order and once.
 */
class ReplicationModelTest {
  private static final int STEPS = 6000;

  static Stream<Arguments> worlds() {
    SplittableRandom seeds = Seeds.random("replication model");
    return Stream.of(new int[] {3, 1}, new int[] {4, 1}, new int[] {3, 2}, new int[] {5, 2})
        .flatMap(size -> seeds.longs(25).mapToObj(seed -> Arguments.of(size[0], size[1], seed)));
  }

  @ParameterizedTest(name = "{0} nodes, {1} copies, seed {2}")
  @MethodSource("worlds")
  void whatWasAcknowledgedIsRecoveredInOrderAndOnce(int nodes, int copies, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReplicaWorld world = new ReplicaWorld(random, nodes, copies);
    ReplicaFaults faults = new ReplicaFaults(world, copies);

    for (int i = 0; i < STEPS; i++) {
      step(world, faults, random);
    }
    calmDown(world, faults);

    assertThat(world.unanswered).isEmpty();
    assertThat(world.acknowledged).hasSizeGreaterThan(10);
    assertThat(faults.happened).isNotEmpty();
    world.stop();
    faults.startSomewhere(); // recovers once more, and compares
    settle(world, faults);
    assertThat(world.redundancy()).isGreaterThan(copies);
  }

  private static void step(ReplicaWorld world, ReplicaFaults faults, SplittableRandom random) {
    int choice = random.nextInt(100);
    if (choice < 12 && world.unanswered.size() < 20) {
      world.publishNew();
    } else if (choice < 18) {
      world.publishAgain();
    } else if (choice < 80) {
      world.deliver(0.02);
    } else if (choice < 90) {
      world.tick(random.nextInt(20, 300));
    } else if (choice == 90) {
      world.stop();
    } else if (choice < 94) {
      faults.startSomewhere();
    } else {
      faults.step();
    }
  }

  /** No message gets lost any more, and what has begun comes to its end. */
  private static void calmDown(ReplicaWorld world, ReplicaFaults faults) {
    for (int i = 0; i < 40_000 && !(faults.isOver() && world.unanswered.isEmpty()); i++) {
      if (!faults.isOver()) {
        faults.step();
      }
      faults.startSomewhere();
      world.deliver(0);
      world.deliver(0);
      if (i % 20 == 0) {
        world.tick(100);
        world.publishAgain();
      }
    }
  }

  private static void settle(ReplicaWorld world, ReplicaFaults faults) {
    for (int i = 0; i < 5000; i++) {
      faults.startSomewhere();
      world.deliver(0);
      if (i % 20 == 0) {
        world.tick(100);
      }
    }
  }
}
