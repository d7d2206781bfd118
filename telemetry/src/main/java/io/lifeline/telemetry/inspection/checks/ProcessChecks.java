package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.ProcessState;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trends;
import java.time.Duration;
import java.util.List;

/** The state of the process: heap, collections, CPU and descriptors. Thread-safe. */
public final class ProcessChecks {
  private static final double HEAP_WARNING = 0.85;
  private static final double HEAP_CRITICAL = 0.95;
  private static final double COLLECTING_WARNING = 0.10;
  private static final double COLLECTING_CRITICAL = 0.25;
  private static final double CPU_WARNING = 0.90;
  private static final double DESCRIPTORS_WARNING = 0.80;
  private static final double DESCRIPTORS_CRITICAL = 0.95;
  private static final Duration LATELY = Duration.ofMinutes(5);

  private final ProcessState process;
  private final Trends trends;

  public ProcessChecks(ProcessState process, Trends trends) {
    this.process = process;
    this.trends = trends;
  }

  /** What is still in use after collections. */
  public List<Finding> heap() {
    long used = process.heapAfterCollection();
    double share = (double) used / process.heapLimit();
    Severity severity = Shown.above(share, HEAP_WARNING, HEAP_CRITICAL);
    Finding finding =
        Finding.of(
                severity,
                "The heap holds %s after collections, %s of the %s it may have."
                    .formatted(
                        Shown.bytes(used), Shown.percent(share), Shown.bytes(process.heapLimit())))
            .with(
                trends.plot(
                    "Heap after collections", "MiB", sample -> Shown.mebibytes(sample.heap())),
                trends.plot("Open WebSockets", "connections", Trends.Sample::websockets))
            .see("LifelineHeapHeadroom");
    return List.of(
        severity == Severity.OK
            ? finding
            : finding.next(
                "See whether the heap grows with the connections: the two plots beside each other.",
                "If it grows without them, take a heap dump (jcmd PID GC.heap_dump FILE) before the"
                    + " node is started again."));
  }

  /** Time lost to collections. */
  public List<Finding> collections() {
    double share =
        trends.latestRate(LATELY, Trends.Sample::collectionMillis)
            / Duration.ofSeconds(1).toMillis();
    Severity severity = Shown.above(share, COLLECTING_WARNING, COLLECTING_CRITICAL);
    Finding finding =
        Finding.of(
                severity,
                "Collections stopped the node for %s of the last minutes, %d times since its start."
                    .formatted(Shown.percent(share), process.collections()))
            .with(
                trends.rate(
                    "Time stopped by collections",
                    "ms each second",
                    Trends.Sample::collectionMillis))
            .see("LifelineHeapHeadroom");
    return List.of(
        severity == Severity.OK
            ? finding
            : finding.next(
                "Look at the heap first: a full one is collected all the time.",
                "Record what allocates: lifeline record --seconds 30."));
  }

  /** How busy the processors are with this process. */
  public List<Finding> cpu() {
    double share =
        trends.latestRate(LATELY, Trends.Sample::cpuNanos)
            / Duration.ofSeconds(1).toNanos()
            / process.processors();
    Severity severity = share >= CPU_WARNING ? Severity.WARNING : Severity.OK;
    Finding finding =
        Finding.of(
                severity,
                "The node used %s of its %d processors in the last minutes."
                    .formatted(Shown.percent(share), process.processors()))
            .with(trends.rate("CPU", "processors", sample -> sample.cpuNanos() / 1e9));
    return List.of(
        severity == Severity.OK
            ? finding
            : finding.next(
                "Record where it goes: lifeline record --seconds 30.",
                "Compare lifeline_published_total and lifeline_deliveries_total with yesterday."));
  }

  /** Sockets and files against the limit of the process. */
  public List<Finding> descriptors() {
    long open = process.descriptors();
    long limit = process.descriptorLimit();
    if (limit <= 0) {
      return List.of(Finding.of(Severity.NOTE, "The system does not tell how many descriptors."));
    }
    double share = (double) open / limit;
    Severity severity = Shown.above(share, DESCRIPTORS_WARNING, DESCRIPTORS_CRITICAL);
    Finding finding =
        Finding.of(
                severity,
                "%,d of %,d descriptors are open (%s)."
                    .formatted(open, limit, Shown.percent(share)))
            .with(
                trends.plot("Open descriptors", "descriptors", Trends.Sample::descriptors),
                trends.plot("Sockets of connections", "sockets", Trends.Sample::sockets))
            .see("LifelineDescriptorHeadroom");
    return List.of(
        severity == Severity.OK
            ? finding
            : finding.next(
                "If the sockets are as many, the node needs a higher ulimit -n or company.",
                "If they are far fewer, ls -l /proc/PID/fd says what else is open."));
  }
}
