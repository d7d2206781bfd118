package io.lifeline.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * What a peer is answered to all that was read from it at once, in the order in which it asked. For
 * one actor, while it handles one message.
 */
final class Replies {
  private ByteString frames = ByteString.emptyByteString();
  private int count;
  private int messages;

  /** An answer to a message. */
  void add(ByteString frame) {
    messages++;
    append(frame);
  }

  /** An answer to a ping. */
  void addPong(ByteString frame) {
    append(frame);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Hands them to the writer, if there are any. */
  void tell(ActorRef<? super Writer.Answer> writer, boolean readOn) {
    if (!isEmpty()) {
      writer.tell(new Writer.Answer(frames, count, messages, readOn));
    }
  }

  private void append(ByteString frame) {
    frames = count == 0 ? frame : frames.concat(frame);
    count++;
  }
}
