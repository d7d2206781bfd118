package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Subscriber;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what on this node: connections by id, by user and by channel.
 *
 * <p>A personal channel needs no set of its own: its subscribers are the connections of its user,
 * which are linked to each other. A channel or user without a connection is forgotten at once. Not
 * thread-safe.
 */
final class Registry {
  /** Hears of changes as they happen. */
  interface Listener {
    /** A member hears a channel, which is no personal one, from now on. */
    void joined(Member member, String channel);

    /** A member that has heard a channel, which is no personal one, hears it no longer. */
    void left(Member member, String channel);

    /** The last subscriber of a channel, which may be a personal one, has left. */
    void emptied(String channel);
  }

  /** How a wish to join went. */
  enum Joining {
    JOINED,
    ALREADY_JOINED,
    NO_ROOM_IN_CONNECTION,
    NO_ROOM_ON_NODE
  }

  private final int maxChannels;
  private final int maxChannelsOfConnection;
  private final Map<ConnectionId, Member> members = new HashMap<>();
  private final Map<String, Member> users = new HashMap<>();
  private final Map<String, SubscriberSet> channels = new HashMap<>();
  private final Listener listener;
  private long subscriptions;

  Registry(int maxChannels, int maxChannelsOfConnection, Listener listener) {
    this.maxChannels = maxChannels;
    this.maxChannelsOfConnection = maxChannelsOfConnection;
    this.listener = listener;
  }

  /** Takes a connection in, or answers null if there is one of its name. */
  @Nullable Member register(Subscriber subscriber) {
    if (members.containsKey(subscriber.id())) {
      return null;
    }
    Member member = new Member(subscriber);
    members.put(member.id, member);
    Member next = users.put(member.user, member);
    if (next != null) {
      member.nextOfUser = next;
      next.previousOfUser = member;
    }
    return member;
  }

  @Nullable Member find(ConnectionId id) {
    return members.get(id);
  }

  /** Takes a member into a channel, which it does not hear before {@link #goLive}. */
  Joining join(Member member, String channel) {
    SubscriberSet set = channels.get(channel);
    if (set != null && member.placeIn(set) >= 0) {
      return Joining.ALREADY_JOINED;
    }
    if (member.subscriptions() >= maxChannelsOfConnection) {
      return Joining.NO_ROOM_IN_CONNECTION;
    }
    if (set == null) {
      if (channels.size() >= maxChannels) {
        return Joining.NO_ROOM_ON_NODE;
      }
      set = new SubscriberSet(channel);
      channels.put(channel, set);
    }
    set.add(member);
    subscriptions++;
    return Joining.JOINED;
  }

  /** A member that has joined hears the channel from now on. */
  void goLive(Member member, String channel) {
    if (ChannelName.isPersonal(channel)) {
      member.hearsPersonal = true;
      return;
    }
    SubscriberSet set = channels.get(channel);
    if (set != null && set.goLive(member)) {
      listener.joined(member, channel);
    }
  }

  /** Whether a member has joined, and does not hear the channel yet. */
  boolean isWaiting(Member member, String channel) {
    if (members.get(member.id) != member) {
      return false;
    }
    if (ChannelName.isPersonal(channel)) {
      return !member.hearsPersonal;
    }
    SubscriberSet set = channels.get(channel);
    return set != null && set.isWaiting(member);
  }

  /** Answers false if the member was not subscribed. */
  boolean leave(Member member, String channel) {
    SubscriberSet set = channels.get(channel);
    return set != null && leave(member, set);
  }

  void remove(Member member) {
    if (!members.remove(member.id, member)) {
      return;
    }
    while (member.subscriptions() > 0) {
      leave(member, member.subscription(member.subscriptions() - 1));
    }
    unlinkFromUser(member);
  }

  /** Walks over those who hear a channel, which may be a personal one. */
  void forEachSubscriber(String channel, Consumer<Member> action) {
    if (ChannelName.isPersonal(channel)) {
      Member member = users.get(ChannelName.userOf(channel));
      while (member != null) {
        if (member.hearsPersonal) {
          action.accept(member);
        }
        member = member.nextOfUser;
      }
      return;
    }
    SubscriberSet set = channels.get(channel);
    if (set != null) {
      set.forEach(action);
    }
  }

  /** How many hear a channel, 0 of a personal one: those have no set to tell it at once. */
  int hearers(String channel) {
    SubscriberSet set = channels.get(channel);
    return set == null ? 0 : set.live();
  }

  void forEachOfUser(String user, Consumer<Member> action) {
    Member member = users.get(user);
    while (member != null) {
      action.accept(member);
      member = member.nextOfUser;
    }
  }

  /** Walks over connections until the visitor answers false. */
  void walk(Predicate<Member> visitor) {
    for (Member member : members.values()) {
      if (!visitor.test(member)) {
        return;
      }
    }
  }

  /** Walks over the channels that have subscribers, personal ones not, until it answers false. */
  void walkChannels(BiPredicate<String, Integer> visitor) {
    for (SubscriberSet set : channels.values()) {
      if (!visitor.test(set.channel(), set.size())) {
        return;
      }
    }
  }

  int connections() {
    return members.size();
  }

  int users() {
    return users.size();
  }

  /** Channels that have a subscriber, personal ones included. */
  int channels() {
    return channels.size() + users.size();
  }

  /** Subscriptions of all connections, those to personal channels included. */
  int subscriptions() {
    return (int) Math.min(Integer.MAX_VALUE, subscriptions + members.size());
  }

  private boolean leave(Member member, SubscriberSet set) {
    boolean heard = !set.isWaiting(member);
    if (!set.remove(member)) {
      return false;
    }
    subscriptions--;
    if (heard) {
      listener.left(member, set.channel());
    }
    if (set.size() == 0) {
      channels.remove(set.channel());
      listener.emptied(set.channel());
    }
    return true;
  }

  private void unlinkFromUser(Member member) {
    Member previous = member.previousOfUser;
    Member next = member.nextOfUser;
    if (next != null) {
      next.previousOfUser = previous;
    }
    if (previous != null) {
      previous.nextOfUser = next;
    } else if (next != null) {
      users.put(next.user, next);
    } else {
      users.remove(member.user);
      listener.emptied(ChannelAccess.personalChannel(member.user));
    }
  }
}
