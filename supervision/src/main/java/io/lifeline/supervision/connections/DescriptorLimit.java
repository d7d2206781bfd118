package io.lifeline.supervision.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many file descriptors the process may have open.
 *
 * @param descriptors what the operating system permits; a cautious guess where it does not tell
 */
public record DescriptorLimit(int descriptors) {
  private static final int WHERE_UNKNOWN = 8192;

  /** The limit of this process. */
  public static DescriptorLimit ofThisProcess() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      return new DescriptorLimit(
          (int) Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount()));
    }
    return new DescriptorLimit(WHERE_UNKNOWN);
  }
}
