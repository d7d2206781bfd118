package io.lifeline.telemetry.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** What every URL in the settings that a node sends requests to has in common. */
public final class HttpUrl {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private HttpUrl() {}

  /** Empty unless it is a URL of http or https that has a host and no user. */
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
        && url.getUserInfo() == null;
  }
}
