package io.lifeline.telemetry.inspection.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The control group of this process as the kernel shows it, in version 2 or 1.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>
 */
final class ControlGroup {
  /** What version 1 says where there is no limit: the greatest page-aligned number. */
  private static final long UNLIMITED = 1L << 60;

  /**
   * @param processors that it may use; empty if all
   * @param periods in which it wanted CPU
   * @param throttled those in which it was held up
   */
  record Cpu(OptionalDouble processors, long periods, long throttled) {}

  private final boolean second;
  private final Path memory;
  private final Path cpu;

  private ControlGroup(boolean second, Path memory, Path cpu) {
    this.second = second;
    this.memory = memory;
    this.cpu = cpu;
  }

  /** Empty where there are no control groups, or none with a limit's file. */
  static Optional<ControlGroup> find(Path root) throws IOException {
    Path of = root.resolve("proc/self/cgroup");
    if (!Files.isReadable(of)) {
      return Optional.empty();
    }
    Path mount = root.resolve("sys/fs/cgroup");
    List<String> lines = Files.readAllLines(of);
    Path own = nearest(mount, path(lines, ""));
    if (Files.isReadable(own.resolve("memory.max"))) {
      return Optional.of(new ControlGroup(true, own, own));
    }
    Path memory = nearest(mount.resolve("memory"), path(lines, "memory"));
    Path cpu = nearest(mount.resolve("cpu"), path(lines, "cpu"));
    return Files.isReadable(memory.resolve("memory.limit_in_bytes"))
        ? Optional.of(new ControlGroup(false, memory, cpu))
        : Optional.empty();
  }

  /** Of a line such as {@code 4:cpu,cpuacct:/docker/1} or, with no controller, {@code 0::/x}. */
  private static String path(List<String> lines, String controller) {
    return lines.stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> List.of(parts[1].split(",", -1)).contains(controller))
        .map(parts -> parts[2])
        .findFirst()
        .orElse("/");
  }

  /** A container sees its own group as the mount's root, though the path is the machine's. */
  private static Path nearest(Path mount, String path) {
    Path own = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    return own.startsWith(mount) && Files.isDirectory(own) ? own : mount;
  }

  String version() {
    return second ? "v2" : "v1";
  }

  /** Bytes. */
  OptionalLong memoryLimit() throws IOException {
    OptionalLong limit = number(memory.resolve(second ? "memory.max" : "memory.limit_in_bytes"));
    return limit.isPresent() && limit.getAsLong() >= UNLIMITED ? OptionalLong.empty() : limit;
  }

  /** Bytes, without what the kernel would give back at once. */
  OptionalLong memoryUsed() throws IOException {
    OptionalLong all = number(memory.resolve(second ? "memory.current" : "memory.usage_in_bytes"));
    long cache =
        keyed(memory.resolve("memory.stat"), second ? "inactive_file" : "total_inactive_file");
    return all.isPresent()
        ? OptionalLong.of(Math.max(0, all.getAsLong() - cache))
        : OptionalLong.empty();
  }

  /** Processes of the group that the kernel ended for want of memory. */
  long outOfMemoryKills() throws IOException {
    return keyed(memory.resolve(second ? "memory.events" : "memory.oom_control"), "oom_kill");
  }

  Cpu cpu() throws IOException {
    Path stat = cpu.resolve("cpu.stat");
    return new Cpu(
        second ? secondQuota() : firstQuota(),
        keyed(stat, "nr_periods"),
        keyed(stat, "nr_throttled"));
  }

  private OptionalDouble secondQuota() throws IOException {
    String[] parts = text(cpu.resolve("cpu.max")).split(" ", -1);
    return parts.length == 2 && !parts[0].equals("max")
        ? OptionalDouble.of(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]))
        : OptionalDouble.empty();
  }

  private OptionalDouble firstQuota() throws IOException {
    OptionalLong quota = number(cpu.resolve("cpu.cfs_quota_us"));
    OptionalLong period = number(cpu.resolve("cpu.cfs_period_us"));
    return quota.isPresent() && quota.getAsLong() > 0 && period.isPresent()
        ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
        : OptionalDouble.empty();
  }

  /** Empty for {@code max} and where there is no such file. */
  private static OptionalLong number(Path file) throws IOException {
    String text = text(file);
    return text.isEmpty() || text.equals("max")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text));
  }

  /** The value of a line {@code key value}; 0 where there is none. */
  private static long keyed(Path file, String key) throws IOException {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).trim()))
        .findFirst()
        .orElse(0);
  }

  private static String text(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : "";
  }
}
