package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.replica.Horizon;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A channel as its entity holds it. Not thread-safe. */
final class HeldChannel {
  final String name;
  MessageLog log;

  /** Null if the channel is not replicated. */
  final @Nullable ReplicatedLog replicated;

  /** Made with the first key. */
  private @Nullable IdempotencyWindow keys;

  /**
   * The hubs of the nodes that follow it; immutable, and shared with channels that have the same.
   */
  private List<ActorRef<ChannelEvent>> hubs = List.of();

  /** When it was published to, attached to or left for the last time. */
  long activeAtMillis;

  HeldChannel(String name, MessageLog log, @Nullable ReplicatedLog replicated, long nowMillis) {
    this.name = name;
    this.log = log;
    this.replicated = replicated;
    this.activeAtMillis = nowMillis;
  }

  /** Where the message with this key stands; null if the key is empty or not remembered. */
  @Nullable Position positionOf(String key, long nowMillis) {
    IdempotencyWindow window = keys;
    return window == null || key.isEmpty() ? null : window.find(key, nowMillis);
  }

  /** Remembers the key of a message, unless it is empty. */
  void remember(String key, Position position, long nowMillis, ChannelSettings.Memory memory) {
    if (key.isEmpty()) {
      return;
    }
    IdempotencyWindow window = keys;
    if (window == null) {
      window = new IdempotencyWindow(memory.idempotencyKeys(), memory.idempotencyFor());
      keys = window;
    }
    window.remember(key, position, nowMillis);
  }

  /** How far back it remembers. */
  Horizon horizon() {
    long next = log.head().offset() + 1;
    return new Horizon(log.keptFrom(), keys == null ? next : keys.keptFrom(next));
  }

  /** Whether it cannot be dropped: its log is not taken over yet, or messages are not safe. */
  boolean isBusy() {
    return replicated != null && (!replicated.hasBegun() || replicated.isBusy());
  }

  List<ActorRef<ChannelEvent>> hubs() {
    return hubs;
  }

  boolean isFollowed() {
    return !hubs.isEmpty();
  }

  /**
   * @param alone the list of this hub alone, which may be shared
   */
  void follow(ActorRef<ChannelEvent> hub, List<ActorRef<ChannelEvent>> alone) {
    if (hubs.isEmpty()) {
      hubs = alone;
    } else if (!hubs.contains(hub)) {
      List<ActorRef<ChannelEvent>> more = new ArrayList<>(hubs);
      more.add(hub);
      hubs = List.copyOf(more);
    }
  }

  /** Answers false if the hub did not follow it. */
  boolean unfollow(ActorRef<ChannelEvent> hub) {
    if (!hubs.contains(hub)) {
      return false;
    }
    hubs = hubs.stream().filter(other -> !other.equals(hub)).toList();
    return true;
  }
}
