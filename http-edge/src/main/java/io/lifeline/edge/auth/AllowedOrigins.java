package io.lifeline.edge.auth;

import io.lifeline.connection.OriginPolicy;
import io.lifeline.connection.handshake.RequestHead;
import java.util.List;
import java.util.Locale;

/**
 * Lets pages connect that come from the node itself or from a listed origin (RFC 6455 section
 * 10.2). Who sends no {@code Origin} is no browser, and so not a page that someone was lured to.
 *
 * @param allowed as {@code lifeline.edge.allowed-origins} has them
 */
public record AllowedOrigins(List<String> allowed) implements OriginPolicy {
  private static final String SCHEME_END = "://";
  private static final String WILDCARD = "://*.";

  public AllowedOrigins {
    allowed = List.copyOf(allowed);
  }

  @Override
  public boolean allows(RequestHead head) {
    List<String> origins =
        head.headers().stream()
            .filter(header -> header.name().equals("origin"))
            .map(header -> header.value().toLowerCase(Locale.ROOT))
            .toList();
    return origins.stream().allMatch(origin -> isOwn(origin, head) || isListed(origin));
  }

  private static boolean isOwn(String origin, RequestHead head) {
    int end = origin.indexOf(SCHEME_END);
    String authority = end < 0 ? "" : origin.substring(end + SCHEME_END.length());
    return !authority.isEmpty() && head.authority().filter(authority::equalsIgnoreCase).isPresent();
  }

  private boolean isListed(String origin) {
    return allowed.stream().anyMatch(pattern -> matches(pattern, origin));
  }

  private static boolean matches(String pattern, String origin) {
    int wildcard = pattern.indexOf(WILDCARD);
    if (wildcard < 0) {
      return pattern.equals(origin);
    }
    String scheme = pattern.substring(0, wildcard + SCHEME_END.length());
    String suffix = pattern.substring(wildcard + WILDCARD.length() - 1);
    if (!origin.startsWith(scheme) || !origin.endsWith(suffix)) {
      return false;
    }
    int below = origin.length() - scheme.length() - suffix.length();
    return below > 0
        && origin.substring(scheme.length(), scheme.length() + below).matches("[a-z0-9._-]+");
  }
}
