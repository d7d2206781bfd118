package io.lifeline.telemetry.actortree;

import io.lifeline.telemetry.threads.ThreadStack;
import java.util.List;

/**
 * Where an actor is in its work: the stack of its thread, or, of a classic actor, of each thread
 * that may be the one.
 *
 * @param stacks at least one, at most {@value #MAX}
 */
public record WorkStacks(List<ThreadStack> stacks) {
  static final int MAX = 16;

  private static final String CELL = "org.apache.pekko.actor.ActorCell";
  private static final String TYPED = "org.apache.pekko.actor.typed.internal.adapter.ActorAdapter";

  public WorkStacks {
    stacks = List.copyOf(stacks);
  }

  /** Whether it is that stack, and not one of several. */
  public boolean certain() {
    return stacks.size() == 1;
  }

  /** All threads of a dispatcher that run a classic actor's message. */
  static List<ThreadStack> ofClassicActors(String dispatcher) {
    return ThreadStack.all().stream()
        .filter(stack -> stack.thread().contains(dispatcher))
        .filter(stack -> has(stack, CELL, "invoke") && !has(stack, TYPED, "aroundReceive"))
        .limit(MAX)
        .toList();
  }

  /** Whether the one thread is in a step of an actor's life. */
  static boolean haveStep(List<ThreadStack> stacks) {
    return stacks.size() == 1 && has(stacks.get(0), CELL, "systemInvoke");
  }

  private static boolean has(ThreadStack stack, String type, String method) {
    return stack.frames().stream()
        .anyMatch(
            frame -> frame.getClassName().equals(type) && frame.getMethodName().equals(method));
  }
}
