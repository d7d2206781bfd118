package io.lifeline.telemetry.stuck;

import io.lifeline.telemetry.stuck.StuckActor.Trouble;
import io.lifeline.telemetry.threads.ThreadStack;
import io.lifeline.telemetry.threads.ThreadText;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stuck actors as text for a terminal and for the log, each line ended. */
public final class StuckText {
  private StuckText() {}

  /** One paragraph for each, after a line that says how many. */
  public static String report(StuckReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s stuck of %d actors, which were looked at in %.1f ms\n",
            report.total() == 0 ? "none" : report.total(),
            report.lookedAt(),
            report.took().toNanos() / 1e6));
    report.actors().forEach(actor -> text.append('\n').append(actor(actor)));
    int left = report.total() - report.actors().size();
    if (left > 0) {
      text.append("\n(").append(left).append(" not shown)\n");
    }
    return text.toString();
  }

  /** Which it is, what is wrong, and the stack. */
  static String actor(StuckActor actor) {
    StringBuilder text = new StringBuilder();
    text.append(actor.who().path()).append("  ").append(actor.who().role().label());
    if (!actor.who().behavior().isEmpty()) {
      text.append(' ').append(actor.who().behavior());
    }
    text.append('\n').append("  ").append(what(actor)).append('\n');
    if (!actor.mailboxSizes().isEmpty()) {
      text.append("  mailbox ")
          .append(
              actor.mailboxSizes().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" -> ")))
          .append('\n');
    }
    if (actor.stacks().size() > 1) {
      text.append("  one of these threads, it cannot be told which:\n");
    }
    for (ThreadStack stack : actor.stacks()) {
      ThreadText.append(text.append("  "), stack.thread(), stack);
    }
    return text.toString();
  }

  private static String what(StuckActor actor) {
    return actor.trouble() == Trouble.IN_WORK
        ? String.format(
            Locale.ROOT, "for %.1f s at: %s", actor.atItFor().toNanos() / 1e9, actor.doing())
        : "more comes than it can do"
            + (actor.doing().isEmpty() ? "" : "; now at: " + actor.doing());
  }
}
