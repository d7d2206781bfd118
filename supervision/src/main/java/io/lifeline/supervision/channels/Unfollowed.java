package io.lifeline.supervision.channels;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The channels on this node that nobody follows, the least recently published to first. Beyond the
 * limit the first is to be forgotten. Thread-safe.
 */
final class Unfollowed {
  private final int limit;
  private final LinkedHashMap<String, ActorRef<ChannelLog.Command>> channels =
      new LinkedHashMap<>();

  /** A channel that is to be forgotten, and the entity that holds it. */
  record Surplus(String channel, ActorRef<ChannelLog.Command> entity) {}

  Unfollowed(int limit) {
    this.limit = limit;
  }

  /** A channel that nobody follows was published to or left; one too many is answered. */
  synchronized @Nullable Surplus touch(String channel, ActorRef<ChannelLog.Command> entity) {
    channels.remove(channel);
    channels.put(channel, entity);
    if (channels.size() <= limit) {
      return null;
    }
    Iterator<Map.Entry<String, ActorRef<ChannelLog.Command>>> first =
        channels.entrySet().iterator();
    Map.Entry<String, ActorRef<ChannelLog.Command>> oldest = first.next();
    first.remove();
    return new Surplus(oldest.getKey(), oldest.getValue());
  }

  /** It is followed again, or gone. */
  synchronized void remove(String channel, ActorRef<ChannelLog.Command> entity) {
    channels.remove(channel, entity);
  }

  synchronized int size() {
    return channels.size();
  }
}
