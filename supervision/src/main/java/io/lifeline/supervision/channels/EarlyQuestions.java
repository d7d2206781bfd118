package io.lifeline.supervision.channels;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Questions to all nodes that come before the Receptionist has told of each of them, which takes
 * some seconds after a node has joined. They wait for it, 2 seconds at most, and no more than 1,000
 * of them: a back end that has disconnected a user must not find it connected to the new node. Not
 * thread-safe.
 */
final class EarlyQuestions {
  static final long WAIT_AT_MOST_MILLIS = 2_000;
  static final int MOST = 1_000;

  private record Early(Runnable question, long deadlineMillis) {}

  private final IntSupplier others;
  private final LongSupplier millis;
  private final Deque<Early> oldestFirst = new ArrayDeque<>();

  /**
   * @param others how many other nodes with a hub can be reached now
   */
  EarlyQuestions(IntSupplier others, LongSupplier millis) {
    this.others = others;
    this.millis = millis;
  }

  /**
   * Asks at once or later.
   *
   * @param known how many hubs of other nodes are known
   */
  void ask(int known, Runnable question) {
    if (known >= others.getAsInt() || oldestFirst.size() >= MOST) {
      question.run();
    } else {
      oldestFirst.add(new Early(question, millis.getAsLong() + WAIT_AT_MOST_MILLIS));
    }
  }

  /**
   * Asks what need not wait any longer. To be called every now and then, and when more are known.
   */
  void onTick(int known) {
    if (oldestFirst.isEmpty()) {
      return;
    }
    boolean all = known >= others.getAsInt();
    long now = millis.getAsLong();
    Early next = oldestFirst.peek();
    while (next != null && (all || next.deadlineMillis() <= now)) {
      oldestFirst.remove();
      next.question().run();
      next = oldestFirst.peek();
    }
  }
}
