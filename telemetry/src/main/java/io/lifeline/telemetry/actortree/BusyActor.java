package io.lifeline.telemetry.actortree;

import io.lifeline.telemetry.threads.ThreadStack;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.Mailbox;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An actor that worked at the moment it was looked at, or had a long mailbox.
 *
 * <p>What it works on is either a message, known by the envelope that its cell holds from its
 * beginning to its end, or a step of its life (start, stop, restart), known of typed actors only. A
 * message that is done is not kept from the collector. Reading stops no actor and may be done from
 * any thread; what a cell holds is written without a barrier, so it is seen a moment late.
 */
public final class BusyActor {
  private final ActorRefWithCell actor;
  private final ActorCell cell;
  private final @Nullable WeakReference<Envelope> message;
  private final @Nullable Thread stepsOn;
  private final String doing;
  private final int mailboxSize;

  private BusyActor(
      ActorRefWithCell actor,
      ActorCell cell,
      @Nullable Envelope message,
      @Nullable Thread stepsOn,
      int mailboxSize) {
    this.actor = actor;
    this.cell = cell;
    this.message = message == null ? null : new WeakReference<>(message);
    this.stepsOn = stepsOn;
    this.doing =
        message != null
            ? message.message().getClass().getName()
            : stepsOn != null ? "start or stop" : "";
    this.mailboxSize = mailboxSize;
  }

  /** Null if it neither works nor has as many messages waiting. */
  static @Nullable BusyActor look(ActorRefWithCell actor, int leastMailbox) {
    if (!(actor.underlying() instanceof ActorCell cell)) {
      return null;
    }
    Mailbox mailbox = cell.mailbox();
    boolean scheduled = mailbox.isScheduled();
    if (!scheduled && !mailbox.hasMessages()) {
      return null;
    }
    // A failed actor that waits for its supervisor still has its message, but is not scheduled.
    Envelope message = scheduled ? cell.currentMessage() : null;
    Thread stepsOn = scheduled && message == null ? threadOfStep(cell) : null;
    int waiting = mailbox.numberOfMessages();
    return message == null && stepsOn == null && waiting < leastMailbox
        ? null
        : new BusyActor(actor, cell, message, stepsOn, waiting);
  }

  /**
   * Pekko sets the thread after the message and clears it before, so with a thread alone it is a
   * step.
   */
  private static @Nullable Thread threadOfStep(ActorCell cell) {
    Thread before = ActorThread.of(cell);
    return before != null && cell.currentMessage() == null && ActorThread.of(cell) == before
        ? before
        : null;
  }

  /** Tells it from every other actor, also from later ones of its path. */
  public ActorRef ref() {
    return actor;
  }

  /** From the root, for example {@code /user/connections/p-1/c-7}. */
  public String path() {
    return actor.path().toStringWithoutAddress();
  }

  public ActorRole role() {
    return ActorRole.of(CollectionConverters.asJava(actor.path().elements().toSeq()));
  }

  /** As {@link ActorNode#behavior}. */
  public String behavior() {
    return BehaviorName.of(cell);
  }

  boolean isAtWork() {
    return message != null || stepsOn != null;
  }

  /** The class of the message in work, or which step it is; empty if it did not work. */
  public String doing() {
    return doing;
  }

  /** Messages that waited. */
  public int mailboxSize() {
    return mailboxSize;
  }

  /** The same, now; none if it has ended. */
  public int mailboxSizeNow() {
    return actor.isTerminated() ? 0 : cell.numberOfMessages();
  }

  /** The same actor as it is now; empty if it neither works nor has a message waiting. */
  public Optional<BusyActor> again() {
    return Optional.ofNullable(look(actor, 1));
  }

  /** Whether the same actor is, in that later look, still at what it was at in this one. */
  public boolean isSameWork(BusyActor later) {
    if (!later.ref().equals(ref())) {
      return false;
    }
    return message == null
        ? later.message == null && stepsOn != null && later.stepsOn == stepsOn
        : later.message != null && isMine(later.message.get());
  }

  /** Whether it still is at it now. */
  public boolean isStillAtIt() {
    if (!cell.mailbox().isScheduled()) {
      return false;
    }
    return message == null
        ? stepsOn != null && threadOfStep(cell) == stepsOn
        : isMine(cell.currentMessage());
  }

  private boolean isMine(@Nullable Envelope other) {
    return message != null && other != null && message.refersTo(other);
  }

  /** Where it is now; empty if it is no longer at what it was at. */
  public Optional<WorkStacks> stacks() {
    Thread thread = ActorThread.of(cell);
    List<ThreadStack> found =
        thread == null
            ? WorkStacks.ofClassicActors(cell.mailbox().dispatcher().id())
            : ThreadStack.of(thread).stream().toList();
    boolean unchanged = isStillAtIt() && ActorThread.of(cell) == thread;
    return unchanged && !found.isEmpty() && (stepsOn == null || WorkStacks.haveStep(found))
        ? Optional.of(new WorkStacks(found))
        : Optional.empty();
  }
}
