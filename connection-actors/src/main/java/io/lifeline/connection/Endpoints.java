package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import java.util.Map;
import java.util.Optional;

/**
 * Which dialect is spoken at which path.
 *
 * @param dialects by path, for example {@code /ws}
 */
public record Endpoints(Map<String, Dialect> dialects) {
  public Endpoints {
    dialects = Map.copyOf(dialects);
  }

  Optional<Dialect> at(String path) {
    return Optional.ofNullable(dialects.get(path));
  }
}
