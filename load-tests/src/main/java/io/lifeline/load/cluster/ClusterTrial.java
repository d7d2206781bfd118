package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Spread;
import io.lifeline.load.Stage;
import io.lifeline.load.follow.Audience;
import io.lifeline.load.follow.Faults;
import io.lifeline.load.follow.Ledger;
import io.lifeline.load.follow.SteadyPublisher;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.PeerLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A cluster, its recovering clients and a steady publisher, from the first connection until nothing
 * is left. Used by one thread.
 */
final class ClusterTrial {
  static final int NODES = 3;

  private static final int CLIENTS = 3000;
  private static final int CLIENTS_OF_A_CHANNEL = 100;
  private static final int FEWEST_CHANNELS = 6;
  private static final int CHANNELS_OF_A_CLIENT = 2;
  private static final double MOST_MESSAGES_A_CHANNEL_AND_SECOND = 2;

  /**
   * What two cores with all nodes and clients on them carry while a node starts beside it. With
   * more a fault shows how long a machine takes to catch up, not what the nodes do about it.
   */
  private static final double DELIVERIES_A_SECOND = 3000;

  /** The namespace of every other channel: the loss of one node costs it nothing. */
  private static final String REPLICATED = "kept:";

  private static final Duration SERVED_LIMIT = Duration.ofSeconds(90);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);
  private static final Duration BEHIND_LIMIT = Duration.ofSeconds(45);

  private final Stage stage;
  private final NodeCluster cluster;
  private final Faults faults = new Faults();
  private final Ledger ledger = new Ledger(faults);
  private final List<String> channels;
  private final PeerLoop loop;
  private final Audience audience;
  private final SteadyPublisher publisher;
  private final ClusterRest rest;

  private ClusterTrial(Stage stage, NodeCluster cluster) throws Exception {
    this.stage = stage;
    this.cluster = cluster;
    this.rest = new ClusterRest(cluster);
    int clients = stage.scaled(CLIENTS);
    this.channels =
        IntStream.range(0, Math.max(FEWEST_CHANNELS, clients / CLIENTS_OF_A_CHANNEL))
            .mapToObj(i -> (i % 2 == 0 ? "" : REPLICATED) + "room-" + i)
            .toList();
    this.loop = stage.own(new PeerLoop(cluster.address(0), stage.random()));
    this.audience = new Audience(loop, cluster, ledger, faults, stage.random().split());
    for (int i = 0; i < clients; i++) {
      audience.add("u-" + i, channelsOf(i), Duration.ofMillis(clients));
    }
    stage.say("clients connect");
    awaitServed("after the start");
    this.publisher =
        stage.own(
            SteadyPublisher.start(
                "p", cluster, channels, messagesASecond(clients, channels.size()), ledger, faults));
  }

  /** Starts nodes of the usual configuration, clients and publisher; all are served then. */
  static ClusterTrial start(Stage stage) throws Exception {
    return start(stage, NodeCluster.start(stage, config(), NODES));
  }

  static ClusterTrial start(Stage stage, NodeCluster cluster) throws Exception {
    return new ClusterTrial(stage, cluster);
  }

  /**
   * Development nodes that notice silence after 9 s, with room for every client of this machine's
   * one address at once. Connections of publishers that have ended are soon cut.
   */
  static NodeConfig config() {
    return NodeConfig.patient()
        .with("lifeline.connection.handshake-timeout", "10s")
        .with("lifeline.connection.heartbeat.interval", "3s")
        .with("lifeline.connection.heartbeat.answer-within", "2s")
        .with("lifeline.edge.http.idle-timeout", "10s")
        .with("lifeline.supervision.channels.namespaces.\"" + REPLICATED + "\".replication", "on")
        .with("lifeline.supervision.channels.default.history-size", "1000")
        .with("lifeline.supervision.channels.default.history-for", "10m")
        .with("lifeline.supervision.sockets.per-address", "100000")
        .with("lifeline.supervision.sockets.per-address-rate", "10000")
        .with("lifeline.supervision.sockets.per-address-burst", "100000")
        .with("lifeline.supervision.websockets.per-address", "100000");
  }

  NodeCluster cluster() {
    return cluster;
  }

  Audience audience() {
    return audience;
  }

  Stage stage() {
    return stage;
  }

  /** Something that befalls nodes. */
  interface Action {
    void happen() throws Exception;
  }

  /**
   * Lets a fault happen, waits until each client is served again, and notes how long that took.
   *
   * @param nodes whose clients are told apart
   */
  void fault(String name, Set<InetSocketAddress> nodes, Action action) throws Exception {
    stage.say(name);
    audience.takeGreeting();
    audience.faultAt(nodes);
    action.happen();
    Poll.until(
        SERVED_LIMIT,
        name,
        () -> {
          int waiting = audience.waiting();
          return waiting == 0 ? List.of() : List.of(waiting + " clients are not served again");
        });
    Histogram micros = audience.takeGreeting();
    String greeted =
        String.format(
            Locale.ROOT, "; %d greeted after %s s", micros.getTotalCount(), Spread.of(micros, 1e6));
    stage.note(name + ": " + audience.outage() + greeted);
  }

  /** Each client is connected and knows where each of its channels is. */
  void awaitServed(String when) throws Exception {
    Poll.until(
        SERVED_LIMIT,
        when,
        () -> {
          int missing = audience.notServed();
          return missing == 0
              ? List.of()
              : List.of(missing + " clients have no connection or no positions");
        });
  }

  /** No client was told of a loss so far. */
  void mustHaveLostNothing(String what) {
    long losses = audience.losses();
    InvariantBroken.unless(losses == 0, losses + " clients were told of a loss by " + what);
  }

  /**
   * Ends the publishing, waits until each client has all that was acknowledged, lets all leave and
   * checks what is left.
   *
   * @param mayLose whether a client may have been told that messages are lost
   */
  void finish(boolean mayLose) throws Exception {
    stage.say("settling");
    awaitServed("at the end");
    publisher.stop();
    awaitAnswers();
    publisher.publishTo(channels);
    awaitAnswers();
    Poll.until(BEHIND_LIMIT, "what was acknowledged", this::behind);
    noteFigures();
    check(mayLose);
    stage.say("leaving");
    rest.mustAgree(audience);
    audience.leave();
    rest.mustBeEmpty();
  }

  /**
   * What clients still miss. A channel that moves to a node which has just come may begin anew
   * after its last message, of which its followers are told: only a message of the new epoch shows
   * then that all have followed.
   */
  private List<String> behind() {
    if (publisher.waiting() == 0) {
      publisher.publishTo(audience.begunAnew());
    }
    return audience.behind(3);
  }

  private void awaitAnswers() throws Exception {
    Poll.until(
        SETTLE_LIMIT,
        "publishing",
        () -> {
          int waiting = publisher.waiting();
          return waiting == 0 ? List.of() : List.of(waiting + " messages are not answered");
        });
  }

  private void noteFigures() {
    SteadyPublisher.Count count = publisher.count();
    Histogram micros = audience.takeLatency();
    stage.note(
        String.format(
            Locale.ROOT,
            "%,d published (%d tries again, %d unknown, %d left out), %,d deliveries, due to"
                + " received p50/p99/max %s ms, %d connections, ends %s,"
                + " %d losses told, %d of them of replicated channels (and %d of channels without a"
                + " message), %d acknowledged and received"
                + " by nobody, %d again in a later epoch",
            count.acknowledged(),
            count.retried(),
            count.unknown(),
            count.leftOut(),
            micros.getTotalCount(),
            Spread.of(micros, 1000),
            audience.connections(),
            audience.ends(),
            audience.losses(),
            audience.losses(ClusterTrial::isReplicated),
            audience.falseAlarms(),
            ledger.lost(),
            ledger.again()));
  }

  private void check(boolean mayLose) {
    List<String> problems = new ArrayList<>(faults.lines());
    problems.addAll(loop.problems());
    cluster.errors().forEach(line -> problems.add("a node logged: " + line));
    long losses = audience.losses();
    long keptLosses = audience.losses(ClusterTrial::isReplicated);
    if (keptLosses > 0) {
      problems.add(keptLosses + " times a loss was told of a replicated channel (expected: none)");
    }
    long keptLost = ledger.lost(ClusterTrial::isReplicated);
    if (keptLost > 0) {
      problems.add(keptLost + " acknowledged messages of replicated channels reached nobody");
    }
    if (!mayLose && losses > 0) {
      problems.add(losses + " times a client was told of a loss (expected: none)");
    }
    if (!mayLose && ledger.lost() > 0) {
      problems.add(ledger.lost() + " acknowledged messages were received by nobody");
    }
    if (!problems.isEmpty()) {
      throw new InvariantBroken(problems);
    }
  }

  private static boolean isReplicated(String channel) {
    return channel.startsWith(REPLICATED);
  }

  private static double messagesASecond(int clients, int channels) {
    double subscribers = (double) CHANNELS_OF_A_CLIENT * clients / channels;
    return Math.min(
        MOST_MESSAGES_A_CHANNEL_AND_SECOND * channels, DELIVERIES_A_SECOND / subscribers);
  }

  /** Two different channels for each client, spread over all. */
  private List<String> channelsOf(int client) {
    int first = client % channels.size();
    int second = (first + 1 + client / channels.size() % (channels.size() - 1)) % channels.size();
    return List.of(channels.get(first), channels.get(second));
  }
}
