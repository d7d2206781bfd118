package io.lifeline.telemetry.threads;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Threads as text for a terminal, each line ended. */
public final class ThreadText {
  private ThreadText() {}

  /** One paragraph for each group, after those that wait for each other for ever. */
  public static String dump(ThreadDump dump) {
    StringBuilder text = new StringBuilder();
    text.append(dump.threads()).append(" threads: ").append(states(dump)).append('\n');
    if (dump.deadlocked().isEmpty()) {
      text.append("no deadlock\n");
    } else {
      text.append("DEADLOCK, these wait for each other for ever:\n");
      dump.deadlocked().forEach(stack -> append(text.append('\n'), stack.thread(), stack));
    }
    for (StackGroup group : dump.groups()) {
      append(text.append('\n'), group.count() + "  " + group.pool(), group.stack());
    }
    return text.toString();
  }

  /** For flame-graph tools: one line for each group, its pool first, then where it began. */
  public static String folded(ThreadDump dump) {
    StringBuilder text = new StringBuilder();
    for (StackGroup group : dump.groups()) {
      text.append(group.pool().replace(';', ':'));
      List<StackTraceElement> frames = group.stack().frames();
      for (int i = frames.size() - 1; i >= 0; i--) {
        StackTraceElement frame = frames.get(i);
        text.append(';').append(frame.getClassName()).append('.').append(frame.getMethodName());
      }
      text.append(' ').append(group.count()).append('\n');
    }
    return text.toString();
  }

  /** One thread: a line that begins with {@code title}, and one for each of its frames. */
  public static void append(StringBuilder text, String title, ThreadStack stack) {
    text.append(title).append("  ").append(label(stack.state()));
    if (!stack.waitsFor().isEmpty()) {
      text.append(" for ").append(stack.waitsFor());
    }
    if (!stack.heldBy().isEmpty()) {
      text.append(" that ").append(stack.heldBy()).append(" has");
    }
    text.append('\n');
    stack.frames().forEach(frame -> text.append("    at ").append(frame).append('\n'));
  }

  /** As the renderings name it, for example {@code timed-waiting}. */
  public static String label(Thread.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String states(ThreadDump dump) {
    return new TreeMap<>(dump.states())
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + label(entry.getKey()))
            .collect(Collectors.joining(", "));
  }
}
