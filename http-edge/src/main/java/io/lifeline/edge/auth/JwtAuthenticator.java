package io.lifeline.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.lifeline.connection.Authenticator;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.edge.settings.TokenSettings;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Believes a signed token (RFC 7519). The algorithm in its header only selects among the keys that
 * were configured for that algorithm, so a token cannot have a public key used as a secret, and one
 * without a signature is none.
 *
 * <p>Thread-safe; checks on the caller's thread, which takes tens of microseconds.
 */
public final class JwtAuthenticator implements Authenticator {
  private final TokenKeys keys;
  private final TokenClaims claims;

  public JwtAuthenticator(TokenSettings settings, Clock clock) {
    this.keys = new TokenKeys(settings);
    this.claims = new TokenClaims(settings.clockSkew(), clock);
  }

  @Override
  public CompletionStage<Verdict> authenticate(RequestHead head) {
    return CompletableFuture.completedFuture(
        HandshakeToken.in(head)
            .map(this::check)
            .orElseGet(
                () -> new Denied("token: missing (expected: Authorization: Bearer, or ?token=)")));
  }

  private Verdict check(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      List<JWSVerifier> verifiers = keys.of(jwt.getHeader().getAlgorithm());
      if (verifiers.isEmpty()) {
        return new Denied("token: its algorithm is not accepted here");
      }
      if (!isSigned(jwt, verifiers)) {
        return new Denied("token: its signature does not match");
      }
      return claims.check(jwt.getJWTClaimsSet());
    } catch (ParseException e) {
      return new Denied("token: not a signed JWT");
    } catch (JOSEException e) {
      return new Denied("token: its signature cannot be checked");
    }
  }

  private static boolean isSigned(SignedJWT jwt, List<JWSVerifier> verifiers) throws JOSEException {
    for (JWSVerifier verifier : verifiers) {
      if (jwt.verify(verifier)) {
        return true;
      }
    }
    return false;
  }
}
