package io.lifeline.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Makes tokens that {@link JwtAuthenticator} accepts, for development and for tests. */
public final class TokenMint {
  private TokenMint() {}

  /**
   * An HS256 token.
   *
   * @param secret of 32 bytes or more
   * @param channels and {@code publish} are patterns as in {@link io.lifeline.connection.Identity}
   */
  public static String mint(
      String secret, String user, List<String> channels, List<String> publish, Instant expires) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .expirationTime(Date.from(expires))
            .claim("channels", channels)
            .claim("publish", publish)
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      jwt.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("secret: shorter than 32 bytes", e);
    }
    return jwt.serialize();
  }
}
