package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import java.util.List;
import java.util.Locale;

/** Resources of which there is the same number whenever nothing is in motion. */
public enum ResourceGroup {
  /** One connection actor for each socket. */
  SOCKETS,
  /** One of each for an open WebSocket. */
  WEBSOCKETS,
  /** One that inflates for each open WebSocket that is compressed. */
  COMPRESSED_WEBSOCKETS;

  public List<Resource> resources() {
    return switch (this) {
      case SOCKETS -> List.of(Resource.SOCKETS, Resource.CONNECTION_ACTORS);
      case WEBSOCKETS ->
          List.of(
              Resource.WEBSOCKETS,
              Resource.HEARTBEATS,
              Resource.WRITERS,
              Resource.REGISTRY_ENTRIES);
      case COMPRESSED_WEBSOCKETS -> List.of(Resource.COMPRESSED_WEBSOCKETS, Resource.INFLATIONS);
    };
  }

  /** The metric's tag value, for example {@code compressed_websockets}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
