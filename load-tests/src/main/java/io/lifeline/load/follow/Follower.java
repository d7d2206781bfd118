package io.lifeline.load.follow;

import io.lifeline.load.follow.Fault.Kind;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client knows of one channel, over all of its connections, and whether what it hears can
 * be true: each message has the place after the one before, unless the server has said that
 * messages are lost. After a fault it goes on from what it heard, so that one fault counts once.
 * Used by one thread.
 */
final class Follower {
  private final String channel;
  private final Consumer<Fault> faults;

  /** Of the last message that it has, or has been told that it will not get. */
  private @Nullable Position at;

  /** With which the connection was begun. */
  private @Nullable Position asked;

  private boolean positioned;
  private long losses;

  Follower(String channel, Consumer<Fault> faults) {
    this.channel = channel;
    this.faults = faults;
  }

  /** Begins a new connection; says where to resume. */
  Optional<Position> begin() {
    positioned = false;
    asked = at;
    return Optional.ofNullable(at);
  }

  /** The server says where the channel is and, of a client that resumes, whether it recovers. */
  void positioned(Position told, Optional<Boolean> recovered) {
    if (positioned) {
      fault(Kind.POSITIONED_TWICE, "at " + told);
    }
    positioned = true;
    if (asked == null) {
      if (recovered.isPresent()) {
        fault(Kind.SAID_UNASKED, "recovered=" + recovered.get() + " at " + told);
      }
      at = told;
    } else if (recovered.isEmpty()) {
      fault(Kind.NOT_SAID, "since " + asked + ", answered " + told);
      at = told;
    } else if (recovered.get()) {
      resume(asked, told);
    } else {
      losses++;
      at = told;
    }
  }

  /** What was missed follows, so the place stays. */
  private void resume(Position since, Position told) {
    if (told.epoch().equals(since.epoch()) && told.offset() >= since.offset()) {
      at = since;
    } else {
      fault(Kind.WRONG_RECOVERY, "since " + since + ", recovered at " + told);
      at = told;
    }
  }

  void publication(Position heard) {
    Position before = at;
    if (!positioned || before == null) {
      fault(Kind.UNPOSITIONED, "message " + heard);
    } else if (!heard.epoch().equals(before.epoch())) {
      fault(Kind.EPOCH, "message " + heard + " after " + before);
    } else if (heard.offset() <= before.offset()) {
      fault(Kind.DUPLICATE, "message " + heard + " after " + before);
      return;
    } else if (heard.offset() > before.offset() + 1) {
      fault(Kind.GAP, "message " + heard + " after " + before);
    }
    at = heard;
  }

  /** The server says that messages are lost or that the channel began anew. */
  void reset(Position told) {
    if (!positioned) {
      fault(Kind.UNPOSITIONED, "reset to " + told);
    }
    losses++;
    at = told;
  }

  /** Whether the server has said in this connection where the channel is. */
  boolean isPositioned() {
    return positioned;
  }

  /** The place up to which it has everything or was told what is lost. */
  Optional<Position> at() {
    return Optional.ofNullable(at);
  }

  /** How many times the server has said that messages are lost. */
  long losses() {
    return losses;
  }

  private void fault(Kind kind, String text) {
    faults.accept(new Fault(kind, channel + ": " + text));
  }
}
