package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * How the node's sockets are served, from {@code lifeline.edge.socket}.
 *
 * @param selectors threads that wait for sockets to become ready; 0 for one for each four cores
 * @param receiveBufferBytes the kernel's, for each socket; 0 leaves it to the kernel
 * @param sendBufferBytes the same
 */
public record SocketSettings(int selectors, int receiveBufferBytes, int sendBufferBytes) {
  private static final int MOST_SELECTORS = 64;
  private static final int MOST_BUFFER_BYTES = 64 << 20;

  /** As the kernel and the machine have it. */
  public static final SocketSettings DEFAULT = new SocketSettings(0, 0, 0);

  static SocketSettings from(SettingsReader reader) {
    return new SocketSettings(
        reader.number("selectors", 0, MOST_SELECTORS),
        reader.bytes("receive-buffer", 0, MOST_BUFFER_BYTES),
        reader.bytes("send-buffer", 0, MOST_BUFFER_BYTES));
  }
}
