package io.lifeline.supervision.channels;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscribers of one channel, without gaps in one array, which makes a walk over them as cheap
 * as it can be. Each member knows its place, so that it leaves in the time of its own few
 * subscriptions however many others there are. Not thread-safe.
 */
final class SubscriberSet {
  private static final Member[] NOBODY = {};
  private static final int SHRINK_BELOW_PART = 4;

  private final String channel;
  private Member[] members = NOBODY;
  private int size;

  SubscriberSet(String channel) {
    this.channel = channel;
  }

  String channel() {
    return channel;
  }

  int size() {
    return size;
  }

  /** Answers false if the member was in it already. */
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

  /** Answers false if the member was not in it. */
  @SuppressWarnings("NullAway") // the free slots of an array hold null and are never read
  boolean remove(Member member) {
    int place = member.placeIn(this);
    if (place < 0) {
      return false;
    }
    size--;
    Member last = members[size];
    members[size] = null;
    if (last != member) {
      members[place] = last;
      last.moved(this, place);
    }
    member.left(this);
    if (size < members.length / SHRINK_BELOW_PART) {
      members = Arrays.copyOf(members, size + (size >> 1));
    }
    return true;
  }

  void forEach(Consumer<Member> action) {
    for (int i = 0; i < size; i++) {
      action.accept(members[i]);
    }
  }
}
