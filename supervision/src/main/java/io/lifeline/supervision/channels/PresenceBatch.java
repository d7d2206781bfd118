package io.lifeline.supervision.channels;

import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has joined a channel and who has left it since a moment. Of each connection the last word
 * counts. Not thread-safe.
 */
final class PresenceBatch {
  /** So many connections that have joined are named, and as many that have left. */
  static final int MAX_NAMES = 100;

  /** Users by connection. */
  private final Map<String, String> joined = new LinkedHashMap<>();

  private final Map<String, String> left = new LinkedHashMap<>();
  private boolean complete = true;

  void joined(String connection, String user) {
    left.remove(connection);
    name(joined, connection, user);
  }

  /**
   * One that has joined within the batch is told of as well: who has asked for the presence in
   * between knows of it.
   */
  void left(String connection, String user) {
    joined.remove(connection);
    name(left, connection, user);
  }

  /** Takes in a later batch. */
  void add(PresenceChange change) {
    for (Present user : change.joined()) {
      user.connections().forEach(connection -> joined(connection, user.user()));
    }
    for (Present user : change.left()) {
      user.connections().forEach(connection -> left(connection, user.user()));
    }
    complete &= change.complete();
  }

  boolean isEmpty() {
    return joined.isEmpty() && left.isEmpty() && complete;
  }

  /** What is in it, by user. */
  PresenceChange of(String channel) {
    return new PresenceChange(channel, byUser(joined), byUser(left), complete);
  }

  private void name(Map<String, String> connections, String connection, String user) {
    if (connections.size() < MAX_NAMES || connections.containsKey(connection)) {
      connections.put(connection, user);
    } else {
      complete = false;
    }
  }

  private static List<Present> byUser(Map<String, String> connections) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    connections.forEach(
        (connection, user) ->
            users.computeIfAbsent(user, fresh -> new ArrayList<>(1)).add(connection));
    return users.entrySet().stream()
        .map(user -> new Present(user.getKey(), user.getValue()))
        .toList();
  }
}
