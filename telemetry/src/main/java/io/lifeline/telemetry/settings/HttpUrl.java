package io.lifeline.telemetry.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** What every URL in the settings that a node sends requests to has in common. */
public final class HttpUrl {
  /** What {@link #parse} takes, for who says what was expected. */
  public static final String EXPECTED =
      "a URL of http or https without a user, its port (if any) 1..65535";

  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int NO_PORT = -1;
  private static final int MAX_PORT = 65_535;

  private HttpUrl() {}

  /** Empty unless it is {@link #EXPECTED}, and has a host. */
  public static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text)).filter(HttpUrl::isPlain);
    } catch (URISyntaxException e) {
      return Optional.empty(); // the caller says what was expected
    }
  }

  private static boolean isPlain(URI url) {
    return url.getScheme() != null
        && SCHEMES.contains(url.getScheme())
        && url.getHost() != null
        && url.getUserInfo() == null
        && isPort(url.getPort());
  }

  /** Java takes any number for one. */
  private static boolean isPort(int port) {
    return port == NO_PORT || (port >= 1 && port <= MAX_PORT);
  }
}
