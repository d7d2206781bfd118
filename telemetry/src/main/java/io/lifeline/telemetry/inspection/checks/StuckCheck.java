package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.stuck.StuckActor;
import io.lifeline.telemetry.stuck.StuckReport;
import io.lifeline.telemetry.threads.ThreadStack;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which actors do not get on, as the watch over them last saw. Thread-safe. */
public final class StuckCheck {
  private static final int FRAMES = 8;

  private final Supplier<StuckReport> watch;

  /**
   * @param watch thread-safe
   */
  public StuckCheck(Supplier<StuckReport> watch) {
    this.watch = watch;
  }

  public List<Finding> look() {
    StuckReport report = watch.get();
    if (report.lookedAt() == 0) {
      return List.of(Finding.of(Severity.OK, "The actors have not been looked at yet."));
    }
    if (report.total() == 0) {
      return List.of(
          Finding.of(Severity.OK, "None of the %,d actors is stuck.".formatted(report.lookedAt())));
    }
    return List.of(finding(report));
  }

  private static Finding finding(StuckReport report) {
    StuckActor longest = report.actors().get(0);
    return Finding.of(
            Severity.CRITICAL,
            "%,d of %,d actors %s stuck: %s %s."
                .formatted(
                    report.total(),
                    report.lookedAt(),
                    report.total() == 1 ? "is" : "are",
                    longest.who().path(),
                    trouble(longest)))
        .with(
            new Evidence.Table(
                "Stuck actors, those at one message for longest first",
                List.of("actor", "trouble", "waiting at the last looks", "stack"),
                report.actors().stream().map(StuckCheck::row).toList()))
        .next(
            "Read the stack: it names the call that does not come back, or the lock and who holds"
                + " it.",
            "See whether it goes on: lifeline stuck, and lifeline threads for all others.",
            "If it does, drain the node (SIGTERM) and start it again; clients come back by"
                + " position.")
        .see("LifelineStuckActors");
  }

  private static String trouble(StuckActor actor) {
    String doing = actor.doing().isEmpty() ? "" : " at " + actor.doing();
    return switch (actor.trouble()) {
      case IN_WORK ->
          String.format(
              Locale.ROOT, "has been%s for %.1f s", doing, actor.atItFor().toNanos() / 1e9);
      case GROWING_MAILBOX -> "is sent more than it can do";
    };
  }

  private static List<String> row(StuckActor actor) {
    return List.of(
        actor.who().path(),
        trouble(actor),
        actor.mailboxSizes().stream().map(String::valueOf).collect(Collectors.joining(" → ")),
        actor.isStackCertain() ? stack(actor.stacks().get(0)) : "");
  }

  private static String stack(ThreadStack stack) {
    String held = stack.heldBy().isEmpty() ? "" : ", held by " + stack.heldBy();
    String waits = stack.waitsFor().isEmpty() ? "" : "waits for " + stack.waitsFor() + held + "\n";
    return waits
        + stack.frames().stream()
            .limit(FRAMES)
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .collect(Collectors.joining("\n"));
  }
}
