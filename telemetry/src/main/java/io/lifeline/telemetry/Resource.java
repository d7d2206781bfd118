package io.lifeline.telemetry;

import java.util.Locale;

/**
 * What must agree at rest (promise 3). Every socket has one connection actor; every open WebSocket
 * has one heartbeat, one writer and one registry entry, and if it is compressed, one inflation.
 */
public enum Resource {
  /** Accepted sockets whose byte stream has not ended. */
  SOCKETS,
  /** Living connection actors, as their parents see them. */
  CONNECTION_ACTORS,
  /** Connection actors that hold an open WebSocket (active or closing). */
  WEBSOCKETS,
  HEARTBEATS,
  WRITERS,
  /** Connections that the hub can address. */
  REGISTRY_ENTRIES,
  /** Connection actors that hold an open WebSocket for which compression was agreed. */
  COMPRESSED_WEBSOCKETS,
  /** Streams that can inflate what such a client sends. */
  INFLATIONS;

  /** The metric's tag value, for example {@code registry_entries}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
