package io.lifeline.edge.auth;

import io.lifeline.connection.Authenticator;
import io.lifeline.connection.Identity;
import io.lifeline.connection.handshake.RequestHead;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Believes {@code ?user=} where there is no token, for development mode only. Such a user may do
 * everything.
 */
public final class DevelopmentAuthenticator implements Authenticator {
  private static final List<String> EVERYTHING = List.of("*");

  private final Authenticator tokens;

  /**
   * @param tokens asked about every handshake that has no {@code user} parameter
   */
  public DevelopmentAuthenticator(Authenticator tokens) {
    this.tokens = tokens;
  }

  @Override
  public CompletionStage<Verdict> authenticate(RequestHead head) {
    List<String> users = HandshakeToken.parameter(head, "user");
    if (users.isEmpty()) {
      return tokens.authenticate(head);
    }
    String user = users.get(0);
    return CompletableFuture.completedFuture(
        UserName.isValid(user)
            ? new Authenticated(new Identity(user, EVERYTHING, EVERYTHING, null))
            : new Denied("user: expected " + UserName.RULE));
  }
}
