package io.lifeline.connection;

/** Names one connection, unique in the cluster and across restarts. Not a secret. */
public record ConnectionId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
