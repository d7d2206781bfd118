package io.lifeline.supervision;

import io.lifeline.supervision.channels.ChannelSettings;
import io.lifeline.supervision.connections.ConnectionLimits;
import io.lifeline.supervision.connections.DescriptorLimit;
import io.lifeline.supervision.lifecycle.DrainSettings;
import io.lifeline.telemetry.settings.SettingsReader;

/**
 * The limits of a node, from {@code lifeline.supervision}.
 *
 * @param partitions among which the connections are divided, at least 1
 */
public record SupervisionSettings(
    int partitions, ConnectionLimits connections, ChannelSettings channels, DrainSettings drain) {
  private static final int PARTITIONS_A_CORE = 2;

  /**
   * Reads and checks {@code lifeline.supervision}; problems go to the reader. What is 0 in the
   * configuration is derived from this machine.
   */
  public static SupervisionSettings from(SettingsReader reader) {
    return from(reader, DescriptorLimit.ofThisProcess());
  }

  static SupervisionSettings from(SettingsReader reader, DescriptorLimit descriptors) {
    int partitions = reader.number("partitions", 0, 1024);
    return new SupervisionSettings(
        partitions == 0
            ? PARTITIONS_A_CORE * Runtime.getRuntime().availableProcessors()
            : partitions,
        ConnectionLimits.from(reader, descriptors),
        ChannelSettings.from(reader.at("channels")),
        DrainSettings.from(reader.at("drain")));
  }
}
