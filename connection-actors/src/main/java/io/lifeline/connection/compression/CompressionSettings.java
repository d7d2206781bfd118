package io.lifeline.connection.compression;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * Whether and how messages are compressed, from {@code lifeline.connection.compression}.
 *
 * @param thresholdBytes of a message; a shorter one is sent as it is
 * @param level of effort, 1 to 9
 * @param memoryBytes that all connections of a node together may keep between and within messages;
 *     beyond it clients begin each message without what came before
 * @param clientWindowBits at most so far back, as a power of two, may a client's messages refer, if
 *     the client lets us choose
 */
public record CompressionSettings(
    boolean enabled, int thresholdBytes, int level, int memoryBytes, int clientWindowBits) {
  private static final int MIB = 1 << 20;

  /** Reads and checks the section; problems go to the reader. */
  public static CompressionSettings from(SettingsReader reader) {
    return new CompressionSettings(
        reader.flag("enabled"),
        reader.bytes("threshold", 0, 64 * MIB),
        reader.number("level", 1, 9),
        reader.bytes("memory", 0, 1024 * MIB),
        reader.number("client-window-bits", 9, Window.MAX_BITS));
  }
}
