package io.lifeline.supervision.connections;

import io.lifeline.telemetry.Descriptors;

/**
 * How many file descriptors the process may have open.
 *
 * @param descriptors what the operating system permits; a cautious guess where it does not tell
 */
public record DescriptorLimit(int descriptors) {
  private static final int WHERE_UNKNOWN = 8192;

  /** The limit of this process. */
  public static DescriptorLimit ofThisProcess() {
    long told = new Descriptors().limit();
    return new DescriptorLimit(told == 0 ? WHERE_UNKNOWN : (int) Math.min(Integer.MAX_VALUE, told));
  }
}
