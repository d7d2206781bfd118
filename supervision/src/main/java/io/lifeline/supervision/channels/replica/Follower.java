package io.lifeline.supervision.channels.replica;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The way to one copy of a log: what was sent to it, what it has, and what to send next. Several
 * messages are under way at once, in order, and bounded in bytes; what waits goes together. Not
 * thread-safe.
 */
final class Follower {
  private static final int WINDOW_BYTES = 512 << 10;
  private static final int WINDOW_MESSAGES = 256;
  private static final int RESENDS_A_PATIENCE = 4;

  private record Sent(long upTo, int bytes) {}

  private final NodeId node;
  private final LogCopy log;
  private final Term term;
  private final long target;
  private final long patienceMillis;
  private final BiConsumer<NodeId, ToReplica> out;
  private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
  private ToReplica.Install install;
  private long sent;
  private long stored = -1;
  private int bytesInFlight;
  private boolean restarted;
  private long waitingSince;
  private long resendAfter;
  private long sentAt;

  /**
   * @param install what makes the copy; it counts from there on
   * @param patienceMillis a replica that says nothing for so long is silent
   */
  Follower(
      NodeId node,
      LogCopy log,
      ToReplica.Install install,
      long patienceMillis,
      BiConsumer<NodeId, ToReplica> out) {
    this.node = node;
    this.log = log;
    this.term = install.term();
    this.target = install.upTo();
    this.install = install;
    this.patienceMillis = patienceMillis;
    this.out = out;
    this.resendAfter = patienceMillis / RESENDS_A_PATIENCE;
  }

  /** Whether the copy is as far as the log was when it was begun. */
  boolean counts() {
    return stored >= target;
  }

  /** Up to where the copy has everything; -1 before it has begun. */
  long stored() {
    return stored;
  }

  boolean isAwaited() {
    return stored < 0 || stored < sent;
  }

  /** Whether it has said nothing of use for too long. */
  boolean isSilent(long nowMillis) {
    return isAwaited() && nowMillis - waitingSince >= patienceMillis;
  }

  /** Begins the copy and sends what it lacks. */
  void begin(long nowMillis) {
    waitingSince = nowMillis;
    install(nowMillis);
  }

  private void install(long nowMillis) {
    out.accept(node, install);
    sent = install.adopts() > 0 ? target : 0;
    sentAt = nowMillis;
    forgetInFlight();
    pump(nowMillis);
  }

  private void forgetInFlight() {
    inFlight.clear();
    bytesInFlight = 0;
  }

  /** Sends what the copy lacks, as far as the window allows. */
  void push(long nowMillis) {
    if (!isAwaited()) {
      waitingSince = nowMillis;
    }
    pump(nowMillis);
  }

  private void pump(long nowMillis) {
    while (sent < log.offset()
        && bytesInFlight < WINDOW_BYTES
        && inFlight.size() < WINDOW_MESSAGES) {
      Chunk chunk = log.after(sent, Copies.CHUNK_BYTES);
      out.accept(node, new ToReplica.Append(term, chunk, log.horizon()));
      inFlight.addLast(new Sent(chunk.upTo(), chunk.bytes()));
      bytesInFlight += chunk.bytes();
      sent = chunk.upTo();
      sentAt = nowMillis;
    }
  }

  /** Shows that the channel is still there, and how far back it remembers. */
  void touch() {
    out.accept(
        node,
        new ToReplica.Append(
            term, new Chunk(log.offset(), log.offset(), List.of()), log.horizon()));
  }

  void onStored(long upTo, long nowMillis) {
    if (upTo > stored) {
      stored = upTo;
      sent = Math.max(sent, upTo);
      waitingSince = nowMillis;
      restarted = false;
      resendAfter = patienceMillis / RESENDS_A_PATIENCE;
    }
    while (!inFlight.isEmpty() && inFlight.getFirst().upTo() <= upTo) {
      bytesInFlight -= inFlight.removeFirst().bytes();
    }
    push(nowMillis);
  }

  /**
   * Something got lost on the way. Everything behind it is missed as well, each with a message of
   * its own, so that only the first of them counts until the copy grows again.
   */
  void onMissing(long last, long nowMillis) {
    if (restarted) {
      return;
    }
    restarted = true;
    if (last < 0) {
      stored = -1;
      install = withoutAdoption(install);
      install(nowMillis);
    } else {
      resumeFrom(last, nowMillis);
    }
  }

  private static ToReplica.Install withoutAdoption(ToReplica.Install install) {
    return new ToReplica.Install(
        install.term(),
        install.writer(),
        install.epoch(),
        install.upTo(),
        0,
        install.holders(),
        install.keptForMillis());
  }

  private void resumeFrom(long last, long nowMillis) {
    sent = last;
    forgetInFlight();
    pump(nowMillis);
  }

  /** Sends again what is not known to have arrived, ever less often. */
  void resendIfDue(long nowMillis) {
    if (!isAwaited() || nowMillis - sentAt < resendAfter) {
      return;
    }
    restarted = false;
    resendAfter = Math.min(2 * resendAfter, patienceMillis);
    if (stored < 0) {
      install(nowMillis);
    } else {
      resumeFrom(stored, nowMillis);
    }
  }
}
