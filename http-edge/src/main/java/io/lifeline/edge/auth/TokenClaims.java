package io.lifeline.edge.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.lifeline.connection.Authenticator;
import io.lifeline.connection.Authenticator.Denied;
import io.lifeline.connection.Identity;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a token say: {@code sub} (required), {@code exp}, {@code nbf}, {@code
 * channels}, {@code publish}. Thread-safe.
 */
final class TokenClaims {
  private final Duration skew;
  private final Clock clock;

  TokenClaims(Duration skew, Clock clock) {
    this.skew = skew;
    this.clock = clock;
  }

  Authenticator.Verdict check(JWTClaimsSet claims) {
    String user = claims.getSubject();
    if (user == null || !UserName.isValid(user)) {
      return new Denied("token: sub (expected: " + UserName.RULE + ")");
    }
    if (claims.getClaim("channel") != null) {
      return new Denied("token: it is for a subscription, not for a connection");
    }
    Instant now = clock.instant();
    Instant expires = withSkew(claims.getExpirationTime(), skew);
    if (expires != null && !now.isBefore(expires)) {
      return new Denied("token: expired");
    }
    Instant begins = withSkew(claims.getNotBeforeTime(), skew.negated());
    if (begins != null && now.isBefore(begins)) {
      return new Denied("token: not valid yet");
    }
    return identity(claims, user, expires);
  }

  private static Authenticator.Verdict identity(
      JWTClaimsSet claims, String user, @Nullable Instant expires) {
    try {
      return new Authenticator.Authenticated(
          new Identity(user, texts(claims, "channels"), texts(claims, "publish"), expires));
    } catch (ParseException e) {
      return new Denied("token: channels and publish (expected: lists of texts)");
    }
  }

  private static List<String> texts(JWTClaimsSet claims, String name) throws ParseException {
    List<String> texts = claims.getStringListClaim(name);
    if (texts == null) {
      return List.of();
    }
    for (Object text : texts) {
      if (text == null) {
        throw new ParseException(name, 0);
      }
    }
    return texts;
  }

  private static @Nullable Instant withSkew(@Nullable Date date, Duration skew) {
    return date == null ? null : date.toInstant().plus(skew);
  }
}
