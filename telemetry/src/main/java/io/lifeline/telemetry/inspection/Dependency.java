package io.lifeline.telemetry.inspection;

import io.lifeline.telemetry.settings.HttpUrl;
import java.net.URI;
import java.util.Optional;

/**
 * Something that the node needs and that answers at an address. Immutable.
 *
 * @param name as it is shown: without user and query, which may hold secrets
 * @param url empty where it is a port only
 * @param host of the port
 */
public record Dependency(String name, Optional<URI> url, String host, int port) {
  public static final String EXPECTED = "host:port, or " + HttpUrl.EXPECTED;
  private static final int MAX_PORT = 65_535;

  /** Empty if it is not {@link #EXPECTED}. */
  public static Optional<Dependency> of(String text) {
    try {
      return text.contains("://")
          ? HttpUrl.parse(text).map(Dependency::of)
          : port(URI.create("tcp://" + text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Dependency of(URI url) {
    String path = url.getPath() == null ? "" : url.getPath();
    String name = url.getScheme() + "://" + url.getAuthority() + path;
    return new Dependency(name, Optional.of(url), url.getHost(), url.getPort());
  }

  private static Optional<Dependency> port(URI address) {
    boolean plain =
        address.getHost() != null
            && address.getUserInfo() == null
            && address.getPath().isEmpty()
            && address.getQuery() == null
            && address.getFragment() == null;
    if (!plain || address.getPort() < 1 || address.getPort() > MAX_PORT) {
      return Optional.empty();
    }
    String host = address.getHost().replaceAll("^\\[|]$", "");
    return Optional.of(
        new Dependency(address.getAuthority(), Optional.empty(), host, address.getPort()));
  }
}
