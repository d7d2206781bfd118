package io.lifeline.telemetry.actortree;

import java.util.List;
import java.util.Locale;

/** What an actor is there for, as its path tells. */
public enum ActorRole {
  /** One of the node's own actors directly under {@code /user}. */
  SINGLETON,
  /** Holds a part of the connections. */
  PARTITION,
  CONNECTION,
  HEARTBEAT,
  WRITER,
  /** Shards of one kind of entity on this node. */
  REGION,
  SHARD,
  /** The entity of a channel. */
  CHANNEL,
  /** An entity that is no channel. */
  ENTITY,
  /** Parent of streams. */
  STREAM_SUPERVISOR,
  /** A running stream, or a part of one between two asynchronous boundaries. */
  STREAM,
  /** Pekko's own. */
  SYSTEM,
  OTHER;

  private static final String SUPERVISES_STREAMS = "StreamSupervisor-";

  /** As the renderings name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param names of a path or of a pattern, from below the root on
   */
  static ActorRole of(List<String> names) {
    int depth = names.size();
    if (depth == 0) {
      return SYSTEM;
    }
    if (supervisesStreams(names.get(depth - 1))) {
      return STREAM_SUPERVISOR;
    }
    if (depth > 1 && supervisesStreams(names.get(depth - 2))) {
      return STREAM;
    }
    return switch (names.get(0)) {
      case "" -> SYSTEM; // the root itself
      case "user" -> ofUser(names);
      case "system" -> isRegion(names) ? ofSharding(names) : SYSTEM;
      default -> OTHER;
    };
  }

  /** Whether an actor of this name is the parent of streams. */
  static boolean supervisesStreams(String name) {
    return name.startsWith(SUPERVISES_STREAMS);
  }

  /** Whether the third of the names is a shard region, below which names are what users chose. */
  static boolean isRegion(List<String> names) {
    return names.size() >= 3
        && names.get(0).equals("system")
        && names.get(1).equals("sharding")
        && !names.get(2).endsWith("Coordinator")
        && !names.get(2).equals("replicator");
  }

  private static ActorRole ofUser(List<String> names) {
    if (names.size() == 1) {
      return SYSTEM;
    }
    if (names.size() == 2) {
      return SINGLETON;
    }
    if (!names.get(1).equals("connections")) {
      return OTHER;
    }
    return switch (names.size()) {
      case 3 -> PARTITION;
      case 4 -> CONNECTION;
      case 5 ->
          switch (names.get(4)) {
            case "heartbeat" -> HEARTBEAT;
            case "writer" -> WRITER;
            default -> OTHER;
          };
      default -> OTHER;
    };
  }

  private static ActorRole ofSharding(List<String> names) {
    return switch (names.size()) {
      case 3 -> REGION;
      case 4 -> SHARD;
      case 5 -> names.get(2).equals("channel") ? CHANNEL : ENTITY;
      default -> OTHER;
    };
  }
}
