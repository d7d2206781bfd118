package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether there is room on the disks that the node writes to. Thread-safe. */
public final class DiskCheck {
  private static final double FREE_WARNING = 0.10;
  private static final double FREE_CRITICAL = 0.02;

  /** Of a disk so large that a small share is plenty. */
  private static final long PLENTY = 20L << 30;

  private final List<Path> directories;

  /**
   * @param directories what is not there yet is looked at where it would be made
   */
  public DiskCheck(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * @throws IOException if the system does not tell
   */
  public List<Finding> look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Path directory : directories) {
      findings.add(look(existing(directory.toAbsolutePath())));
    }
    return findings;
  }

  private static Path existing(Path directory) {
    Path at = directory;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private static Finding look(Path directory) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    Severity severity = severity(disk.getUsableSpace(), disk.getTotalSpace());
    Finding finding =
        Finding.of(
                severity,
                "%s of %s are free on the disk of %s."
                    .formatted(
                        Shown.bytes(disk.getUsableSpace()),
                        Shown.bytes(disk.getTotalSpace()),
                        directory))
            .with(
                new Evidence.Figures(
                    List.of(
                        new Evidence.Figure("file system", disk.name() + " (" + disk.type() + ")"),
                        new Evidence.Figure("writable", yes(Files.isWritable(directory))))));
    return severity == Severity.OK
        ? finding
        : finding.next(
            "See what fills it: du -xh "
                + directory
                + " | sort -h | tail. Connections go on without a disk; reports and logs do not.");
  }

  /** A disk without a size, such as one of the kernel's own, is never full. */
  static Severity severity(long free, long size) {
    if (size <= 0 || free >= PLENTY) {
      return Severity.OK;
    }
    double share = (double) free / size;
    if (share < FREE_CRITICAL) {
      return Severity.CRITICAL;
    }
    return share < FREE_WARNING ? Severity.WARNING : Severity.OK;
  }

  private static String yes(boolean is) {
    return is ? "yes" : "no";
  }
}
