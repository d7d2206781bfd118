package io.lifeline.supervision.channels;

import java.util.ArrayList;
import java.util.List;

/** Cuts messages of a channel into what fits between nodes. */
final class Pieces {
  /** A piece has at most so many bytes of data, or one message of the channel. */
  private static final int MAX_BYTES = 96 << 10;

  /** Takes one piece after the other. */
  interface Taker {
    void take(List<ChannelEvent.Earlier> piece, boolean last);
  }

  private Pieces() {}

  /** Gives away at least one, which is then empty. */
  static void of(List<MessageLog.Kept> messages, Taker taker) {
    List<ChannelEvent.Earlier> piece = new ArrayList<>();
    int bytes = 0;
    for (MessageLog.Kept message : messages) {
      if (!piece.isEmpty() && bytes + message.json().size() > MAX_BYTES) {
        taker.take(piece, false);
        piece = new ArrayList<>();
        bytes = 0;
      }
      piece.add(new ChannelEvent.Earlier(message.offset(), message.json()));
      bytes += message.json().size();
    }
    taker.take(piece, true);
  }
}
