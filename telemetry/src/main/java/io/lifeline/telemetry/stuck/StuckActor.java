package io.lifeline.telemetry.stuck;

import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.threads.ThreadStack;
import java.time.Duration;
import java.util.List;

/**
 * An actor that does not get on.
 *
 * @param trouble why it is here
 * @param doing the class of the message that it is at, or that it starts or stops; empty if it is
 *     at none
 * @param atItFor since the first look that saw it at that; 0 if it only falls behind
 * @param mailboxSizes messages that waited at the last looks, the latest last; only while many did
 * @param stacks of its thread; of a classic actor of each thread that may be it; none if it is at
 *     nothing
 */
public record StuckActor(
    Who who,
    Trouble trouble,
    String doing,
    Duration atItFor,
    List<Integer> mailboxSizes,
    List<ThreadStack> stacks) {

  /**
   * @param path from the root, for example {@code /user/connections/p-1/c-7}
   * @param behavior the class of its behaviour; empty if that is none of its own
   */
  public record Who(String path, ActorRole role, String behavior) {}

  /** What is wrong with an actor; the worse is told if both are. */
  public enum Trouble {
    /** One message, or one step of its life, has been in work for longer than the limit. */
    IN_WORK,
    /** It works, but more comes than it can do. */
    GROWING_MAILBOX
  }

  public StuckActor {
    mailboxSizes = List.copyOf(mailboxSizes);
    stacks = List.copyOf(stacks);
  }

  /** Whether {@code stacks} is its own, and not one of several that may be. */
  public boolean isStackCertain() {
    return stacks.size() == 1;
  }
}
