package io.lifeline.telemetry.kamon;

import com.sun.management.UnixOperatingSystemMXBean;
import com.typesafe.config.Config;
import io.lifeline.telemetry.Descriptors;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import kamon.instrumentation.system.process.ProcessMetrics;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.module.Module;
import kamon.module.ModuleFactory;
import kamon.module.ScheduledAction;
import kamon.tag.TagSet;

/**
 * The process's CPU and descriptors, under the names that Kamon's own module gives them.
 *
 * <p>It stands in the place of that module, which lists the open descriptors by name to count them,
 * and so leaves garbage for each open connection, however idle. This one asks the JVM, which counts
 * without a list. Of the CPU it knows the sum alone, not the user's and the system's part; where
 * the operating system is no Unix it reads nothing. Kamon runs it on one thread.
 */
public final class ProcessReadings implements ScheduledAction {
  private static final TagSet PROCESS = TagSet.of("component", "process");

  /** Made by Kamon, by its name in {@code lifeline-defaults.conf}. */
  public static final class Factory implements ModuleFactory {
    @Override
    public Module create(Settings settings) {
      return new ProcessReadings();
    }
  }

  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final Descriptors descriptors = new Descriptors();
  private final Histogram cpu =
      ProcessMetrics.ProcessCpu().withTags(PROCESS.withTag("mode", "combined"));
  private final Gauge open = ProcessMetrics.ULimitUsedFileDescriptors().withTags(PROCESS);
  private final Gauge limit = ProcessMetrics.ULimitMaxFileDescriptors().withTags(PROCESS);
  private long readAt;
  private long cpuTime = -1; // of the process, at that time; negative before the first reading

  @Override
  public void run() {
    if (system instanceof UnixOperatingSystemMXBean unix) {
      open.update((double) descriptors.open());
      limit.update((double) descriptors.limit());
      readCpu(unix);
    }
  }

  /** The JVM's own figure of the load would read the container's files each time. */
  private void readCpu(UnixOperatingSystemMXBean unix) {
    long now = System.nanoTime();
    long used = unix.getProcessCpuTime();
    long available = (now - readAt) * system.getAvailableProcessors();
    if (cpuTime >= 0 && available > 0) {
      cpu.record(Math.max(0, (used - cpuTime) * 100 / available));
    }
    readAt = now;
    cpuTime = used;
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
