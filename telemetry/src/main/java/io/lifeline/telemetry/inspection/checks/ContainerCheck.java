package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The limits of the container that the node runs in, where it runs in one. Thread-safe. */
public final class ContainerCheck {
  private static final double MEMORY_WARNING = 0.90;
  private static final double MEMORY_CRITICAL = 0.97;
  private static final double THROTTLED_WARNING = 0.25;

  private final Path root;

  /**
   * @param root where {@code /proc} and {@code /sys} are: the root of the file system
   */
  public ContainerCheck(Path root) {
    this.root = root;
  }

  /**
   * @throws IOException if a file of the system is there and cannot be read
   */
  public List<Finding> look() throws IOException {
    Optional<ControlGroup> group = ControlGroup.find(root);
    if (group.isEmpty()) {
      return List.of(Finding.of(Severity.OK, "The node runs in no control group: no limits."));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(memory(group.get()));
    findings.add(cpu(group.get()));
    return findings;
  }

  private static Finding memory(ControlGroup group) throws IOException {
    OptionalLong limit = group.memoryLimit();
    OptionalLong used = group.memoryUsed();
    if (limit.isEmpty() || used.isEmpty()) {
      return Finding.of(Severity.OK, "The container has no limit of memory.");
    }
    double share = (double) used.getAsLong() / limit.getAsLong();
    long kills = group.outOfMemoryKills();
    Severity severity =
        Shown.above(share, MEMORY_WARNING, MEMORY_CRITICAL)
            .orWorse(kills > 0 ? Severity.WARNING : Severity.OK);
    Finding finding =
        Finding.of(
                severity,
                "The container uses %s of the %s of memory it may have (%s)%s."
                    .formatted(
                        Shown.bytes(used.getAsLong()),
                        Shown.bytes(limit.getAsLong()),
                        Shown.percent(share),
                        kills > 0 ? ", and the kernel has killed in it for want of memory" : ""))
            .with(
                new Evidence.Figures(
                    List.of(
                        new Evidence.Figure("control groups", group.version()),
                        new Evidence.Figure("killed for memory", String.valueOf(kills)))))
            .see("LifelineHeapHeadroom");
    return severity == Severity.OK
        ? finding
        : finding.next(
            "Leave room beside the heap: -XX:MaxRAMPercentage=60 or less, or a higher limit.");
  }

  private static Finding cpu(ControlGroup group) throws IOException {
    ControlGroup.Cpu cpu = group.cpu();
    if (cpu.processors().isEmpty()) {
      return Finding.of(Severity.OK, "The container has no limit of CPU.");
    }
    double share = cpu.periods() == 0 ? 0 : (double) cpu.throttled() / cpu.periods();
    Severity severity = share >= THROTTLED_WARNING ? Severity.WARNING : Severity.OK;
    Finding finding =
        Finding.of(
            severity,
            String.format(
                Locale.ROOT,
                "The container may use %.1f processors, and was held up in %s of the periods"
                    + " since its start.",
                cpu.processors().getAsDouble(),
                Shown.percent(share)));
    return severity == Severity.OK
        ? finding
        : finding.next(
            "Give it more CPU or take the limit away: throttling delays heartbeats and messages.");
  }
}
