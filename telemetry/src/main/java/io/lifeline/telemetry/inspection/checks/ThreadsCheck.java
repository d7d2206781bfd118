package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trends;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads: how many there are, and whether some wait for each other for ever. Thread-safe. */
public final class ThreadsCheck {
  private static final int MANY = 2_000;
  private static final int FRAMES = 12;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Trends trends;

  public ThreadsCheck(Trends trends) {
    this.trends = trends;
  }

  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(number());
    long[] locked = threads.findDeadlockedThreads();
    if (locked != null) {
      findings.add(deadlock(locked));
    }
    return findings;
  }

  private Finding number() {
    int now = threads.getThreadCount();
    boolean many = now >= MANY;
    Finding finding =
        Finding.of(
                many ? Severity.WARNING : Severity.OK,
                "The process has %,d threads, at most %,d so far."
                    .formatted(now, threads.getPeakThreadCount()))
            .with(trends.plot("Threads", "threads", Trends.Sample::threads));
    return many
        ? finding.next("Take a thread dump (jstack PID): the names say who makes so many.")
        : finding;
  }

  private Finding deadlock(long[] ids) {
    List<ThreadInfo> locked =
        Stream.of(threads.getThreadInfo(ids, true, true)).filter(Objects::nonNull).toList();
    List<List<String>> rows =
        locked.stream()
            .map(
                thread ->
                    List.of(
                        thread.getThreadName(),
                        String.valueOf(thread.getLockName()),
                        String.valueOf(thread.getLockOwnerName()),
                        stack(thread)))
            .toList();
    return Finding.of(
            Severity.CRITICAL,
            "%d threads wait for each other and will never go on.".formatted(locked.size()))
        .with(
            new Evidence.Table(
                "Deadlocked threads", List.of("thread", "waits for", "held by", "stack"), rows))
        .next(
            "Take a thread dump (jstack PID) and keep it: it names the locks.",
            "Drain the node (SIGTERM) and start it again; what hangs does not come back.");
  }

  private static String stack(ThreadInfo thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n"));
  }
}
