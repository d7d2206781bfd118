package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelPolicy;
import io.lifeline.telemetry.settings.SettingsReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The namespaces of the configuration: what stands before the first colon of a channel's name, with
 * the colon. Without any, every channel is alike; with some, a name with a colon must have one of
 * them. Names without a colon, and personal channels, are as the default says. Thread-safe.
 */
public final class Namespaces implements ChannelPolicy {
  /** No namespace has such a name: theirs end with a colon. */
  static final String PERSONAL = "personal";

  static final String DEFAULT = "default";

  private final NamespaceSettings usual;
  private final Map<String, NamespaceSettings> byPrefix;

  Namespaces(NamespaceSettings usual, Map<String, NamespaceSettings> byPrefix) {
    this.usual = usual;
    this.byPrefix = Map.copyOf(byPrefix);
  }

  /** Reads {@code default} and {@code namespaces}; what a namespace does not say is as default. */
  static Namespaces from(SettingsReader reader) {
    NamespaceSettings usual = NamespaceSettings.from(reader.at("default"));
    Map<String, NamespaceSettings> byPrefix = new HashMap<>();
    reader
        .each("namespaces", "default")
        .forEach(
            (name, own) -> {
              byPrefix.put(name, NamespaceSettings.from(own));
              if (name.length() < 2 || name.indexOf(':') != name.length() - 1) {
                reader.rejectShown(
                    "namespaces", name, "names that end with their only colon, such as \"news:\"");
              }
            });
    return new Namespaces(usual, byPrefix);
  }

  /** What holds for a channel; the default for one that cannot be. */
  NamespaceSettings of(String channel) {
    return byPrefix.isEmpty() ? usual : byPrefix.getOrDefault(prefix(channel), usual);
  }

  /** Whether subscribers are told who joins and leaves; never of personal channels. */
  boolean tellsOfJoins(String channel) {
    return !ChannelName.isPersonal(channel) && of(channel).joinLeave();
  }

  /**
   * By what name metrics know a channel: that of its namespace, {@value #PERSONAL}, or {@value
   * #DEFAULT} for one without a namespace of its own.
   */
  String labelOf(String channel) {
    if (ChannelName.isPersonal(channel)) {
      return PERSONAL;
    }
    String prefix = byPrefix.isEmpty() ? "" : prefix(channel);
    return byPrefix.containsKey(prefix) ? prefix : DEFAULT;
  }

  @Override
  public Optional<Rejected> problemOf(String channel) {
    if (byPrefix.isEmpty()) {
      return Optional.empty();
    }
    String prefix = prefix(channel);
    return prefix.isEmpty() || byPrefix.containsKey(prefix)
        ? Optional.empty()
        : Optional.of(Rejection.unknown());
  }

  @Override
  public Who maySubscribe(String channel) {
    return of(channel).subscribe();
  }

  @Override
  public Who mayPublish(String channel) {
    return of(channel).publish();
  }

  private static String prefix(String channel) {
    return ChannelName.isPersonal(channel) ? "" : channel.substring(0, channel.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return "default " + usual + ", " + byPrefix;
  }
}
