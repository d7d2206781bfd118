package io.lifeline.supervision.channels;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscribers of one channel, without gaps in one array, which makes a walk over them as cheap
 * as it can be: first those who hear the channel, then those who are on their way into it. Each
 * member knows its place, so that it leaves in the time of its own few subscriptions however many
 * others there are. Not thread-safe.
 */
final class SubscriberSet {
  private static final Member[] NOBODY = {};
  private static final int SHRINK_BELOW_PART = 4;

  private final String channel;
  private Member[] members = NOBODY;
  private int size;
  private int live;

  SubscriberSet(String channel) {
    this.channel = channel;
  }

  String channel() {
    return channel;
  }

  /** All of them. */
  int size() {
    return size;
  }

  /** Those who hear the channel. */
  int live() {
    return live;
  }

  /** Takes a member in that does not hear the channel yet; false if it was in it already. */
  boolean add(Member member) {
    if (member.placeIn(this) >= 0) {
      return false;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, Math.max(1, size + (size >> 1) + 1));
    }
    members[size] = member;
    member.entered(this, size);
    size++;
    return true;
  }

  /** Whether it is in it and does not hear the channel yet. */
  boolean isWaiting(Member member) {
    return member.placeIn(this) >= live;
  }

  /** A member that is in it hears the channel from now on; false if it did before, or is not. */
  boolean goLive(Member member) {
    int place = member.placeIn(this);
    if (place < live) {
      return false;
    }
    put(members[live], place);
    put(member, live);
    live++;
    return true;
  }

  /** Answers false if the member was not in it. */
  @SuppressWarnings("NullAway") // the free slots of an array hold null and are never read
  boolean remove(Member member) {
    int hole = member.placeIn(this);
    if (hole < 0) {
      return false;
    }
    if (hole < live) {
      live--;
      put(members[live], hole);
      hole = live;
    }
    size--;
    if (hole < size) {
      put(members[size], hole);
    }
    members[size] = null;
    member.left(this);
    if (size < members.length / SHRINK_BELOW_PART) {
      members = Arrays.copyOf(members, size + (size >> 1));
    }
    return true;
  }

  private void put(Member member, int place) {
    members[place] = member;
    member.moved(this, place);
  }

  /** Walks over those who hear the channel. */
  void forEach(Consumer<Member> action) {
    for (int i = 0; i < live; i++) {
      action.accept(members[i]);
    }
  }
}
