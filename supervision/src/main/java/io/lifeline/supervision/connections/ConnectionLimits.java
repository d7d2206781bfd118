package io.lifeline.supervision.connections;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * How many connections a node takes, from whom and how fast; every number is effective, none is
 * still to be derived.
 *
 * @param sockets open sockets a node
 * @param socketsOfAddress open sockets an address
 * @param socketRateOfAddress new sockets an address and second
 * @param socketBurstOfAddress new sockets of an address at once
 * @param webSockets open WebSockets a node
 * @param webSocketsOfAddress open WebSockets an address
 * @param rate new WebSockets a second
 * @param burst new WebSockets at once
 * @param unlimited addresses to which the limits of an address do not apply
 */
public record ConnectionLimits(
    int sockets,
    int socketsOfAddress,
    int socketRateOfAddress,
    int socketBurstOfAddress,
    int webSockets,
    int webSocketsOfAddress,
    int rate,
    int burst,
    AddressRanges unlimited,
    RetryRange retryAfter) {
  private static final int MOST = 10_000_000;

  /** Reads and checks its part of {@code lifeline.supervision}; problems go to the reader. */
  public static ConnectionLimits from(SettingsReader reader, DescriptorLimit descriptors) {
    int headroom = reader.number("descriptor-headroom", 16, 1_000_000);
    int room = descriptors.descriptors() - headroom;
    if (room < 1) {
      reader.reject(
          "descriptor-headroom", "less than the descriptor limit " + descriptors.descriptors());
    }
    SettingsReader socketKeys = reader.at("sockets");
    SettingsReader webSocketKeys = reader.at("websockets");
    int sockets = sockets(socketKeys, Math.max(1, room));
    return new ConnectionLimits(
        sockets,
        socketKeys.number("per-address", 1, MOST),
        socketKeys.number("per-address-rate", 1, 1_000_000),
        socketKeys.number("per-address-burst", 1, MOST),
        webSockets(webSocketKeys, sockets),
        webSocketKeys.number("per-address", 1, MOST),
        webSocketKeys.number("rate", 1, 1_000_000),
        webSocketKeys.number("burst", 1, MOST),
        AddressRanges.from(reader, "unlimited-addresses"),
        RetryRange.from(reader.at("retry-after")));
  }

  private static int sockets(SettingsReader reader, int room) {
    int configured = reader.number("max", 0, MOST);
    if (configured > room) {
      reader.reject("max", "at most " + room + ", the descriptor limit minus descriptor-headroom");
    }
    return configured == 0 ? Math.min(room, MOST) : configured;
  }

  private static int webSockets(SettingsReader reader, int sockets) {
    int configured = reader.number("max", 0, MOST);
    if (configured > sockets) {
      reader.reject("max", "at most " + sockets + ", the number of sockets a node takes");
    }
    return configured == 0 ? Math.max(1, (int) (sockets * 95L / 100)) : configured;
  }
}
