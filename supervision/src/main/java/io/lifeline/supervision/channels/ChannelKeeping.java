package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.replica.Replicas;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.tracing.NoTracing;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the channels that live on one node share. Thread-safe. */
final class ChannelKeeping {
  private static final int RADIX = 36;

  final Namespaces namespaces;
  final ChannelSettings.Memory memory;
  final HistoryBudget budget;
  final Unfollowed unfollowed;
  final Clock clock;
  final EventSink events;
  final Tracing tracing;

  /** Null on a node that replicates nothing. */
  final @Nullable Replicas replicas;

  private final String life;
  private final AtomicLong epochs = new AtomicLong();

  /** Nothing is replicated, whatever namespaces say, and nothing traced. */
  ChannelKeeping(ChannelSettings settings, Clock clock, EventSink events, String life) {
    this(settings, clock, events, life, NoTracing.INSTANCE, null);
  }

  /** Of a node, whose name begins every epoch. */
  ChannelKeeping(ChannelSettings settings, NodeEnvironment node, @Nullable Replicas replicas) {
    this(settings, node.clock(), node.events(), node.node(), node.tracing(), replicas);
  }

  /**
   * @param life begins every epoch and differs between the lives of all nodes
   */
  ChannelKeeping(
      ChannelSettings settings,
      Clock clock,
      EventSink events,
      String life,
      Tracing tracing,
      @Nullable Replicas replicas) {
    this.namespaces = settings.namespaces();
    this.memory = settings.memory();
    this.budget = new HistoryBudget(settings.memory().historyBytes());
    this.unfollowed = new Unfollowed(settings.memory().maxRemembered());
    this.clock = clock;
    this.events = events;
    this.tracing = tracing;
    this.life = life;
    this.replicas = replicas;
  }

  /** After so long without a word the copies of a channel are forgotten. */
  Duration copiesKeptFor(String channel) {
    return Stream.of(
            memory.rememberedFor(),
            memory.idempotencyFor(),
            namespaces.of(channel).history().keptFor())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** An epoch that no channel ever had. */
  String newEpoch() {
    return life + "." + Long.toString(epochs.incrementAndGet(), RADIX);
  }
}
