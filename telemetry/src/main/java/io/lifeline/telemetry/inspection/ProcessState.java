package io.lifeline.telemetry.inspection;

import com.sun.management.UnixOperatingSystemMXBean;
import io.lifeline.telemetry.Descriptors;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/**
 * What the JVM says of its own process. Thread-safe; reading takes microseconds, but of
 * descriptors.
 */
public final class ProcessState {
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final Descriptors descriptors = new Descriptors();
  private final List<MemoryPoolMXBean> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  /** Those that stop the application; what others do beside it costs no time of its own. */
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> !bean.getName().contains("Cycles"))
          .filter(bean -> !bean.getName().contains("Concurrent"))
          .toList();

  /** Bytes that were in use right after the last collection of each part; 0 before the first. */
  public long heapAfterCollection() {
    long used = 0;
    for (MemoryPoolMXBean pool : heapPools) {
      MemoryUsage usage = pool.getCollectionUsage();
      used += usage == null ? 0 : usage.getUsed();
    }
    return used;
  }

  /** Bytes in use, garbage included. */
  public long heapUsed() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Bytes that the heap may grow to. */
  public long heapLimit() {
    return Runtime.getRuntime().maxMemory();
  }

  /** Milliseconds that the application was stopped by collections, since the start. */
  public long collectionMillis() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }

  /** Collections that stopped the application, since the start. */
  public long collections() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  /** Open descriptors, see {@link Descriptors#open}; 0 where the system does not tell. */
  public long descriptors() {
    return descriptors.open();
  }

  /** How many it may have; 0 where the system does not tell. */
  public long descriptorLimit() {
    return descriptors.limit();
  }

  /** Nanoseconds of CPU since the start; 0 where the system does not tell. */
  public long cpuNanos() {
    return system instanceof UnixOperatingSystemMXBean unix ? unix.getProcessCpuTime() : 0;
  }

  public int processors() {
    return system.getAvailableProcessors();
  }

  public int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
