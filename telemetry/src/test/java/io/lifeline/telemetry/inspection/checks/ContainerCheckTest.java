package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerCheckTest {
  @TempDir private Path root = Path.of("");

  @Test
  void withoutControlGroupsThereIsNoLimit() throws IOException {
    assertThat(look())
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
  }

  @Test
  void secondVersionNearItsLimitsIsAWarning() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", "1073741824\n");
    file("sys/fs/cgroup/memory.current", "1073741824\n");
    file("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 53687091\nactive_file 1\n");
    file("sys/fs/cgroup/memory.events", "oom 0\noom_kill 0\n");
    file("sys/fs/cgroup/cpu.max", "150000 100000\n");
    file("sys/fs/cgroup/cpu.stat", "usage_usec 9\nnr_periods 1000\nnr_throttled 400\n");

    List<Finding> findings = look();

    assertThat(findings)
        .extracting(Finding::statement)
        .containsExactly(
            "The container uses 973 MiB of the 1.0 GiB of memory it may have (95 %).",
            "The container may use 1.5 processors, and was held up in 40 % of the periods since its"
                + " start.");
    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.WARNING);
  }

  @Test
  void whatTheKernelKilledIsToldAlsoBelowTheLimit() throws IOException {
    file("proc/self/cgroup", "0::/lifeline\n");
    file("sys/fs/cgroup/lifeline/memory.max", "1073741824");
    file("sys/fs/cgroup/lifeline/memory.current", "1024");
    file("sys/fs/cgroup/lifeline/memory.events", "oom_kill 2\n");

    assertThat(look().get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(look().get(0).statement()).contains("the kernel has killed");
    assertThat(look().get(1).statement()).isEqualTo("The container has no limit of CPU.");
  }

  @Test
  void firstVersionIsReadToo() throws IOException {
    file("proc/self/cgroup", "9:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1063004406");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");

    assertThat(look())
        .extracting(Finding::severity)
        .containsExactly(Severity.CRITICAL, Severity.OK);
  }

  @Test
  void whatHasNoLimitIsWell() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    file("sys/fs/cgroup/cpu.max", "max 100000\n");

    assertThat(look())
        .extracting(Finding::statement)
        .containsExactly(
            "The container has no limit of memory.", "The container has no limit of CPU.");
  }

  private List<Finding> look() throws IOException {
    return new ContainerCheck(root).look();
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
