package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Stage;
import io.lifeline.load.follow.Audience;
import io.lifeline.load.follow.Faults;
import io.lifeline.load.follow.Ledger;
import io.lifeline.load.follow.SteadyPublisher;
import io.lifeline.load.peer.PeerLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One measurement: clients spread over all nodes, a steady publisher whose messages go to each node
 * in turn, and what the deliveries take and cost, once the nodes have had the same load for a
 * while. The clients share the machine with the nodes.
 */
final class Fanout {
  /** Clients are there, and nothing is published. */
  private static final Duration CALM = Duration.ofSeconds(3);

  private static final Duration IDLE = Duration.ofSeconds(5);

  /** With the load that is measured: until then code is compiled, and a message takes seconds. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Who listens to what.
   *
   * @param channelsOfAClient to how many of the channels each client subscribes
   * @param perSecond messages over all channels
   */
  record Shape(String name, int channels, int clients, int channelsOfAClient, double perSecond) {
    List<String> channelNames() {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < channels; i++) {
        names.add(name.replace(' ', '-') + "-" + i);
      }
      return names;
    }
  }

  private Fanout() {}

  /**
   * @throws InvariantBroken if a message is missing, came twice or was lost
   */
  static void measure(Stage stage, NodeCluster cluster, Shape shape) throws Exception {
    stage.say(cluster.size() + " nodes, " + shape.name());
    Faults faults = new Faults();
    Ledger ledger = new Ledger(faults);
    List<String> channels = shape.channelNames();
    try (PeerLoop loop = stage.own(new PeerLoop(cluster.address(0), stage.random()))) {
      Audience audience = new Audience(loop, cluster, ledger, faults, stage.random().split());
      addClients(audience, shape, channels);
      await("clients", () -> audience.notServed());
      Poll.pause(CALM);
      ClusterUse before = ClusterUse.of(cluster);
      Poll.pause(IDLE);
      ClusterUse idle = ClusterUse.of(cluster).since(before);
      try (SteadyPublisher publisher =
          SteadyPublisher.start(
              "f-" + cluster.size(), cluster, channels, shape.perSecond(), ledger, faults)) {
        stage.note(line(cluster, shape, audience, publisher, idle));
      }
      InvariantBroken.unless(audience.losses() == 0, audience.losses() + " losses were told");
      List<String> problems = new ArrayList<>(faults.lines());
      problems.addAll(loop.problems());
      if (!problems.isEmpty()) {
        throw new InvariantBroken(problems);
      }
      audience.leave();
      new ClusterRest(cluster).mustBeEmpty();
    }
  }

  private static void addClients(Audience audience, Shape shape, List<String> channels) {
    for (int i = 0; i < shape.clients(); i++) {
      List<String> own = new ArrayList<>();
      for (int j = 0; j < shape.channelsOfAClient(); j++) {
        own.add(channels.get((i * shape.channelsOfAClient() + j) % channels.size()));
      }
      audience.add("f-" + i, own, Duration.ofMillis(shape.clients()));
    }
  }

  /** Measures, waits until each client has each message, and says what came out. */
  private static String line(
      NodeCluster cluster,
      Shape shape,
      Audience audience,
      SteadyPublisher publisher,
      ClusterUse idle)
      throws Exception {
    Poll.pause(WARM_UP);
    audience.takeLatency();
    long acknowledged = publisher.count().acknowledged();
    ClusterUse before = ClusterUse.of(cluster);
    Poll.pause(MEASURED);
    Histogram micros = audience.takeLatency();
    ClusterUse use = ClusterUse.of(cluster).since(before);
    acknowledged = publisher.count().acknowledged() - acknowledged;
    publisher.stop();
    await("answers", publisher::waiting);
    await("what was acknowledged", () -> audience.behind(1).size());
    return String.format(
        Locale.ROOT,
        "%d nodes, %s: %,.0f deliveries/s, p50/p99/p99.9 %.1f/%.1f/%.1f ms, %.1f us CPU a delivery"
            + " (%.1f beyond idling), %.2f messages between nodes a publish; warmed up for %d s",
        cluster.size(),
        shape.name(),
        micros.getTotalCount() / (double) MEASURED.toSeconds(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getValueAtPercentile(99.9) / 1000.0,
        use.cpu().toNanos() / 1000.0 / Math.max(1, micros.getTotalCount()),
        use.cpuMicrosBeyond(idle) / Math.max(1, micros.getTotalCount()),
        use.messagesBeyond(idle) / Math.max(1, acknowledged),
        WARM_UP.toSeconds());
  }

  /** A number that must come down to zero. */
  private interface Left {
    int count();
  }

  private static void await(String what, Left left) throws Exception {
    Poll.until(
        LIMIT, what, () -> left.count() == 0 ? List.of() : List.of(left.count() + " are missing"));
  }
}
