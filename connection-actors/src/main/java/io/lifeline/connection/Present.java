package io.lifeline.connection;

import java.util.List;

/** A user with some of its connections. */
public record Present(String user, List<String> connections) {
  public Present {
    connections = List.copyOf(connections);
  }
}
