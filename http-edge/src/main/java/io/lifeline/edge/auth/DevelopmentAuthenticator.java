package io.lifeline.edge.auth;

import io.lifeline.connection.Authenticator;
import io.lifeline.connection.Identity;
import io.lifeline.connection.handshake.RequestHead;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Believes {@code ?user=} where there is no token, for development mode only. Such a user may do
 * everything. The echo takes anyone: conformance suites say nothing of a user.
 */
public final class DevelopmentAuthenticator implements Authenticator {
  private static final List<String> EVERYTHING = List.of("*");

  private static final Identity ANYONE = new Identity("anyone", List.of(), List.of(), null);

  private final Authenticator tokens;
  private final String echoPath;

  /**
   * @param tokens asked about every handshake that has no {@code user} parameter
   */
  public DevelopmentAuthenticator(Authenticator tokens, String echoPath) {
    this.tokens = tokens;
    this.echoPath = echoPath;
  }

  @Override
  public CompletionStage<Verdict> authenticate(RequestHead head) {
    List<String> users = HandshakeToken.parameter(head, "user");
    if (users.isEmpty() && head.path().equals(echoPath) && HandshakeToken.in(head).isEmpty()) {
      return CompletableFuture.completedFuture(new Authenticated(ANYONE));
    }
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
