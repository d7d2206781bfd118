package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.supervision.channels.replica.Horizon;
import io.lifeline.supervision.channels.replica.LogEntry;
import io.lifeline.supervision.channels.replica.Replicator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a replicated channel has beyond one that is not: commands that came before its log was taken
 * over, and messages that have an offset and are not safe yet. Nobody hears of those: not the
 * followers, not their publishers. Both are bounded. Not thread-safe.
 */
final class ReplicatedLog {
  private static final int MAX_EARLY = 1000;
  private static final int MAX_PENDING = 4096;

  private final ActorRef<Replicator.Command> replicator;
  private final ArrayDeque<ChannelLog.Command> early = new ArrayDeque<>(2);
  private final ArrayDeque<Pending> pending = new ArrayDeque<>(2);
  private final Map<String, Pending> pendingByKey = new HashMap<>(2);
  private boolean begun;
  private boolean stalled;
  private long latest;
  private Horizon told = Horizon.BEGINNING;

  /**
   * A message that is not safe yet.
   *
   * @param takenAtMillis as in {@link ChannelLog.Append}
   * @param askers its publisher, and those that repeated it meanwhile
   */
  record Pending(LogEntry entry, long takenAtMillis, List<ChannelLog.Append> askers) {}

  ReplicatedLog(ActorRef<Replicator.Command> replicator) {
    this.replicator = replicator;
  }

  ActorRef<Replicator.Command> replicator() {
    return replicator;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Whether there are messages that are not safe yet. */
  boolean isBusy() {
    return !pending.isEmpty() || !early.isEmpty();
  }

  /**
   * Keeps a command until the log has begun; it is lost if there are too many, as if on the way.
   */
  void defer(ChannelLog.Command command) {
    if (!(command instanceof ChannelLog.Append append)) {
      if (early.size() < MAX_EARLY) {
        early.add(command);
      }
    } else if (stalled) {
      refuse(append, Rejection.notReached());
    } else if (early.size() < MAX_EARLY) {
      early.add(append);
    } else {
      refuse(append, Rejection.tooFast("this channel"));
    }
  }

  /**
   * The log was taken over.
   *
   * @return what came too early, in its order
   */
  List<ChannelLog.Command> begin(long offset, Horizon horizon) {
    begun = true;
    stalled = false;
    latest = offset;
    told = horizon;
    List<ChannelLog.Command> deferred = List.copyOf(early);
    early.clear();
    return deferred;
  }

  /** Takes a message in, whose key is not among those that are safe. */
  void append(ChannelLog.Append append, boolean kept, Horizon horizon, long nowMillis) {
    Pending same = append.key().isEmpty() ? null : pendingByKey.get(append.key());
    if (stalled) {
      refuse(append, same == null ? Rejection.notReached() : Rejection.notAnswered());
    } else if (same != null && same.askers().size() < MAX_PENDING) {
      same.askers().add(append);
    } else if (same != null || pending.size() >= MAX_PENDING) {
      refuse(append, Rejection.tooFast("this channel"));
    } else {
      latest++;
      LogEntry entry = new LogEntry(latest, nowMillis, append.key(), append.json().compact());
      Pending fresh = new Pending(entry, append.takenAtMillis(), new ArrayList<>(List.of(append)));
      pending.add(fresh);
      if (!append.key().isEmpty()) {
        pendingByKey.put(append.key(), fresh);
      }
      told = horizon;
      replicator.tell(new Replicator.Add(kept ? entry : withoutData(entry), horizon));
    }
  }

  /** Where there is no history, a copy of the data would serve nobody. */
  private static LogEntry withoutData(LogEntry entry) {
    return new LogEntry(
        entry.offset(), entry.atMillis(), entry.key(), ByteString.emptyByteString());
  }

  /** The next message that is safe now, or null if there is none more. */
  @Nullable Pending nextSafe(long upTo) {
    Pending first = pending.peekFirst();
    if (first == null || first.entry().offset() > upTo) {
      return null;
    }
    pending.removeFirst();
    pendingByKey.remove(first.entry().key(), first);
    return first;
  }

  /** The copies forget what the channel has forgotten. */
  void forget(Horizon horizon) {
    if (begun && !horizon.equals(told)) {
      told = horizon;
      replicator.tell(new Replicator.Forget(horizon));
    }
  }

  /** Nothing becomes safe: whoever waits is told that it is not known, and others are refused. */
  void stall() {
    stalled = true;
    giveUp();
  }

  void resume() {
    stalled = false;
  }

  /** Answers all that wait; what they published may still become safe. */
  void giveUp() {
    for (Pending message : pending) {
      message.askers().forEach(asker -> refuse(asker, Rejection.notAnswered()));
      message.askers().clear();
    }
    early.removeIf(
        command -> {
          if (command instanceof ChannelLog.Append append) {
            refuse(append, Rejection.notReached());
            return true;
          }
          return false;
        });
  }

  private static void refuse(ChannelLog.Append append, Rejected why) {
    append.replyTo().tell(new AppendAnswer.Refused(append.ticket(), why.code(), why.message()));
  }
}
