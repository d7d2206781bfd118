package io.lifeline.edge.auth;

import java.util.Optional;

/** The value of an {@code Authorization} header (RFC 9110 section 11.6.2). */
public final class AuthorizationHeader {
  private AuthorizationHeader() {}

  /**
   * What is presented under a scheme; none if the header is of another one.
   *
   * @param scheme in any case, such as {@code Bearer}
   */
  public static Optional<String> credentials(String value, String scheme) {
    String prefix = scheme + " ";
    return value.regionMatches(true, 0, prefix, 0, prefix.length())
        ? Optional.of(value.substring(prefix.length()).trim())
        : Optional.empty();
  }
}
