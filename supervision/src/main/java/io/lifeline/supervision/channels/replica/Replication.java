package io.lifeline.supervision.channels.replica;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replicated log of one channel, on the side of the one entity that writes it: takes over what
 * is there, then keeps each message on other nodes. Pure logic: what it wants to send and say goes
 * to its {@link Owner}. Not thread-safe.
 */
final class Replication {
  /** What it does to the world. */
  interface Owner {
    /** May get lost; to one node the order is kept. */
    void send(NodeId to, ToReplica order);

    /** The log was taken over and is safe. Told once, before any of the others but stalling. */
    void began(LogCopy log);

    /** Everything up to an offset is safe. */
    void safe(long upTo);

    /** Nothing becomes safe at present: whoever publishes should be refused. */
    void stalled();

    /** It goes on. */
    void resumed();

    /** A later entity has the channel: nothing more will become safe. Told once, and the last. */
    void ousted();
  }

  /** What is the same for every entity of a node. */
  record Terms(ReplicaSettings settings, long keptForMillis, Supplier<String> epochs) {}

  private final String channel;
  private final Terms terms;
  private final Owner owner;
  private final Claim claim;
  private Peers peers;
  private @Nullable Followers followers;
  private long told = -1;
  private long progressAt;
  private boolean stalled;
  private boolean ousted;

  /**
   * @param claimant differs for each incarnation of the entity
   */
  Replication(String channel, String claimant, Terms terms, Peers peers, Owner owner) {
    this.channel = channel;
    this.terms = terms;
    this.owner = owner;
    this.peers = peers;
    this.claim = new Claim(claimant, peers, terms.epochs(), owner::send);
  }

  void begin(long nowMillis) {
    progressAt = nowMillis;
    claim.begin();
  }

  /** Whether {@link #onTick} has to be called, a few times in {@code answer-within}. */
  boolean needsTicks() {
    Followers active = followers;
    return !ousted && (active == null || told < 0 || isBehind() || active.isAwaiting());
  }

  /** How many messages are not safe yet. */
  long pending() {
    return log().offset() - Math.max(0, told);
  }

  /**
   * Adds a message, whose offset must be one higher than the latest. Only once it has begun.
   *
   * @param horizon how far back the channel remembers with it
   */
  void append(LogEntry entry, Horizon horizon, long nowMillis) {
    LogCopy log = log();
    if (entry.offset() != log.offset() + 1) {
      throw new IllegalArgumentException("offset " + entry.offset() + " after " + log.offset());
    }
    if (!isBehind()) {
      progressAt = nowMillis;
    }
    boolean forgotten = entry.key().isEmpty() && entry.json().isEmpty();
    log.append(new Chunk(log.offset(), entry.offset(), forgotten ? List.of() : List.of(entry)));
    log.forget(horizon);
    active().push(nowMillis);
    report(nowMillis);
  }

  /** The channel remembers less than before; the copies follow. */
  void forget(Horizon horizon) {
    log().forget(horizon);
    active().touch();
  }

  /** Shows the copies that the channel is still there. */
  void touch() {
    if (followers != null) {
      followers.touch();
    }
  }

  void onPeers(Peers now, long nowMillis) {
    peers = now;
    if (followers == null) {
      claim.onPeers(now);
      followIfClaimed(nowMillis);
    } else {
      followers.onPeers(now, nowMillis);
    }
    report(nowMillis);
  }

  void onAnswer(FromReplica answer, long nowMillis) {
    Claim.Claimed claimed = claim.claimed();
    if (claimed == null) {
      claim.onAnswer(answer);
      followIfClaimed(nowMillis);
    } else if (answer instanceof FromReplica.Refused refused
        && refused.term().equals(claimed.term())) {
      if (!ousted) {
        ousted = true;
        owner.ousted();
      }
      return;
    } else {
      active().onAnswer(answer, nowMillis);
    }
    report(nowMillis);
  }

  void onTick(long nowMillis) {
    if (followers == null) {
      claim.askAgain();
    } else {
      followers.onTick(nowMillis);
    }
    report(nowMillis);
  }

  /**
   * What is to be left behind when the entity stops; null if nothing was taken over. It must not be
   * used after this.
   */
  Copy.@Nullable Held leave() {
    Claim.Claimed claimed = claim.claimed();
    if (claimed == null || followers == null) {
      return null;
    }
    return new Copy.Held(
        claimed.term(),
        peers.self(),
        claimed.log(),
        claimed.log().offset(),
        terms.keptForMillis(),
        followers.holders());
  }

  private void followIfClaimed(long nowMillis) {
    Claim.Claimed claimed = claim.claimed();
    if (claimed != null && followers == null) {
      followers =
          new Followers(
              channel, terms.settings(), terms.keptForMillis(), claimed, peers, owner::send);
      followers.begin(nowMillis);
    }
  }

  private LogCopy log() {
    Claim.Claimed claimed = claim.claimed();
    if (claimed == null) {
      throw new IllegalStateException("the channel was not taken over yet");
    }
    return claimed.log();
  }

  private Followers active() {
    Followers active = followers;
    if (active == null) {
      throw new IllegalStateException("the channel was not taken over yet");
    }
    return active;
  }

  private boolean isBehind() {
    return followers != null && log().offset() > told;
  }

  private void report(long nowMillis) {
    Followers active = followers;
    if (ousted) {
      return;
    }
    if (active != null && active.safe() > told) {
      boolean first = told < 0;
      told = active.safe();
      progressAt = nowMillis;
      if (first) {
        owner.began(log());
      } else {
        owner.safe(told);
      }
    }
    reportStall(nowMillis);
  }

  private void reportStall(long nowMillis) {
    boolean waits = followers == null || told < 0 || isBehind();
    boolean late = nowMillis - progressAt >= terms.settings().answerWithin().toMillis();
    boolean now = (followers != null && followers.isBlocked()) || (waits && late);
    if (now != stalled) {
      stalled = now;
      if (now) {
        owner.stalled();
      } else {
        owner.resumed();
      }
    }
  }
}
