package io.lifeline.supervision.cluster;

import io.lifeline.telemetry.settings.SettingsReader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a node finds others that nobody named to it, from {@code lifeline.cluster.discovery}.
 *
 * @param method {@code off}, {@code dns} or {@code kubernetes}
 * @param service what is asked for
 * @param port at which nodes ask each other who is a member
 * @param contactPoints so many must answer before a cluster is begun
 */
public record DiscoverySettings(String method, String service, int port, int contactPoints) {
  private static final String OFF = "off";
  private static final Set<String> METHODS = Set.of(OFF, "dns", "kubernetes");
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_CONTACT_POINTS = 1000;

  static DiscoverySettings from(SettingsReader reader) {
    DiscoverySettings settings =
        new DiscoverySettings(
            reader.text("method"),
            reader.text("service"),
            reader.number("port", 1, MAX_PORT),
            reader.number("contact-points", 1, MAX_CONTACT_POINTS));
    if (!METHODS.contains(settings.method)) {
      reader.reject("method", "off, dns or kubernetes");
    } else if (settings.isOn() && !SERVICE.matcher(settings.service).matches()) {
      reader.reject(
          "service", "the name or label to look for: 1..253 of A-Z, a-z, 0-9, ., - and _");
    }
    return settings;
  }

  /** Whether nodes are looked for. */
  public boolean isOn() {
    return !method.equals(OFF);
  }
}
