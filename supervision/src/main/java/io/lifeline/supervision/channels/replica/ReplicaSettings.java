package io.lifeline.supervision.channels.replica;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * How channels are replicated, from {@code lifeline.supervision.channels.replica}.
 *
 * @param copies on other nodes, which have a message before its publisher is answered
 * @param answerWithin a replica that takes longer is replaced by another
 * @param whenAlone what a node does that is a cluster of one
 * @param maxMemory bytes of the copies that a node keeps
 */
public record ReplicaSettings(
    int copies, Duration answerWithin, WhenAlone whenAlone, long maxMemory) {
  /** What becomes of a message that there is nobody to give a copy of. */
  public enum WhenAlone {
    /** It is taken all the same. */
    ACCEPT,
    /** It is refused. */
    REFUSE
  }

  /** Reads {@code lifeline.supervision.channels.replica}; problems go to the reader. */
  public static ReplicaSettings from(SettingsReader reader) {
    return new ReplicaSettings(
        reader.number("copies", 1, 4),
        reader.duration("answer-within", Duration.ofMillis(100), Duration.ofSeconds(30)),
        reader.choice("when-alone", WhenAlone.class),
        reader.bytes("max-memory", 1 << 20, Integer.MAX_VALUE));
  }
}
