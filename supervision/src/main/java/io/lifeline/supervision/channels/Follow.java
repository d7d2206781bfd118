package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel that this node follows, and how far. Small, since there is one for each user. For
 * {@link Following} alone.
 */
final class Follow {
  final String channel;

  /** Of the latest message that was handed out; null before the first answer. */
  @Nullable String epoch;

  long offset;

  /**
   * The question where the channel stands that is not answered completely; null if there is none.
   */
  @Nullable Question question;

  /** A question to the channel. */
  static final class Question {
    /** Differs between all questions of the node. */
    int attempt;

    /** How often it was asked without an answer. */
    int tries;

    long askedAtMillis;

    /** Who waits for the answer. */
    final List<Runnable> waiting = new ArrayList<>(2);
  }

  Follow(String channel) {
    this.channel = channel;
  }

  boolean isAsking() {
    return question != null;
  }

  boolean isKnown() {
    return epoch != null;
  }

  /** Null before the first answer. */
  @Nullable Position position() {
    return epoch == null ? null : new Position(epoch, offset);
  }

  void standsAt(Position position) {
    epoch = position.epoch();
    offset = position.offset();
  }
}
