package io.lifeline.supervision.channels;

import io.lifeline.connection.Present;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.List;
import java.util.Map;

/** What the hub of a node answers to a {@link HubRequest}. */
sealed interface HubAnswer extends ClusterMessage {
  long ticket();

  /**
   * @param connections that were told
   */
  record Told(long ticket, int connections) implements HubAnswer {}

  record Holds(long ticket, GatewayCommand.NodeInfo node) implements HubAnswer {}

  /**
   * @param present users with their connections, as many as were to be named
   * @param connections how many hear it, named or not
   */
  record Hears(long ticket, List<Present> present, int connections) implements HubAnswer {
    public Hears {
      present = List.copyOf(present);
    }
  }

  /**
   * @param channels with how many connections hear each of them
   */
  record Channels(long ticket, Map<String, Integer> channels) implements HubAnswer {
    public Channels {
      channels = Map.copyOf(channels);
    }
  }
}
