package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelRequest.Wanted;
import java.util.List;

/**
 * A connection that waits for its greeting, until it is known where its channels stand or its time
 * is over. For the hub alone.
 */
final class Greeting {
  final Member member;
  final List<Wanted> wanted;
  final long deadlineMillis;
  private int unknown;
  private boolean given;

  /**
   * @param wanted with the personal channel
   */
  Greeting(Member member, List<Wanted> wanted, long deadlineMillis) {
    this.member = member;
    this.wanted = wanted;
    this.deadlineMillis = deadlineMillis;
    this.unknown = wanted.size();
  }

  /** One more of its channels is known; true if that was the last. */
  boolean oneMoreIsKnown() {
    unknown--;
    return unknown == 0;
  }

  /** Answers false if it was given before. */
  boolean give() {
    boolean first = !given;
    given = true;
    return first;
  }

  boolean isGiven() {
    return given;
  }
}
