package io.lifeline.edge.auth;

/** What may be a user's name: with {@code #} before it, it is the name of the user's channel. */
public final class UserName {
  /** For denials. */
  public static final String RULE = "1 to 254 printable ASCII characters without space";

  private static final int MAX_LENGTH = 254;

  private UserName() {}

  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> c > ' ' && c <= '~');
  }
}
