package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.cluster.ClusterMessage;

/** How a publication went, as the channel tells the gateway from which it came. */
sealed interface AppendAnswer extends ClusterMessage {
  long ticket();

  /**
   * The channel has it.
   *
   * @param nodes how many nodes follow the channel and were told; 0 of a repetition
   */
  record Done(long ticket, Position position, int nodes) implements AppendAnswer {}

  record Refused(long ticket, int code, String message) implements AppendAnswer {}
}
