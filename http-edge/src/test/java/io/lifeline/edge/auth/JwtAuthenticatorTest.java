package io.lifeline.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.lifeline.connection.Authenticator.Authenticated;
import io.lifeline.connection.Authenticator.Denied;
import io.lifeline.connection.Authenticator.Verdict;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.edge.settings.TokenSettings;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JwtAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final KeyPair RSA = rsa();
  private static final KeyPair EC = ec();

  private final JwtAuthenticator authenticator =
      new JwtAuthenticator(
          new TokenSettings(
              List.of(SECRET),
              List.of((RSAPublicKey) RSA.getPublic()),
              List.of((ECPublicKey) EC.getPublic()),
              Duration.ofSeconds(10)),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void eachAlgorithmIsBelievedWithItsKey() throws Exception {
    assertThat(check(sign(JWSAlgorithm.HS256, new MACSigner(SECRET), alice().build())))
        .isInstanceOf(Authenticated.class);
    assertThat(check(sign(JWSAlgorithm.RS256, new RSASSASigner(RSA.getPrivate()), alice().build())))
        .isInstanceOf(Authenticated.class);
    assertThat(
            check(
                sign(
                    JWSAlgorithm.ES256,
                    new ECDSASigner((ECPrivateKey) EC.getPrivate()),
                    alice().build())))
        .isInstanceOf(Authenticated.class);
  }

  @Test
  void publicKeyIsNoSecret() throws Exception {
    String forged =
        sign(JWSAlgorithm.HS256, new MACSigner(RSA.getPublic().getEncoded()), alice().build());

    assertDenied(check(forged), "signature");
  }

  @Test
  void tokenWithoutSignatureIsNone() {
    assertDenied(check(new PlainJWT(alice().build()).serialize()), "not a signed JWT");
  }

  @Test
  void otherAlgorithmIsNotAccepted() throws Exception {
    String token = sign(JWSAlgorithm.HS384, new MACSigner(SECRET + SECRET), alice().build());

    assertDenied(check(token), "algorithm");
  }

  @Test
  void claimsBecomeTheIdentity() throws Exception {
    Verdict verdict =
        check(
            hs256(
                alice()
                    .claim("channels", List.of("news", "team-*"))
                    .claim("publish", List.of("chat"))
                    .expirationTime(Date.from(NOW.plusSeconds(60)))));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Authenticated.class,
            found -> {
              assertThat(found.identity().user()).isEqualTo("alice");
              assertThat(found.identity().subscribes()).containsExactly("news", "team-*");
              assertThat(found.identity().publishes()).containsExactly("chat");
              assertThat(found.identity().expiresAt()).isEqualTo(NOW.plusSeconds(70));
            });
  }

  @Test
  void expiryAllowsForTheClocks() throws Exception {
    assertThat(check(hs256(alice().expirationTime(Date.from(NOW.minusSeconds(9))))))
        .isInstanceOf(Authenticated.class);
    assertDenied(check(hs256(alice().expirationTime(Date.from(NOW.minusSeconds(10))))), "expired");
    assertDenied(check(hs256(alice().notBeforeTime(Date.from(NOW.plusSeconds(11))))), "not valid");
  }

  @Test
  void wrongClaimsAreDenied() throws Exception {
    assertDenied(check(hs256(new JWTClaimsSet.Builder())), "sub");
    assertDenied(check(hs256(new JWTClaimsSet.Builder().subject("a b"))), "sub");
    assertDenied(check(hs256(alice().claim("channels", "news"))), "channels");
    assertDenied(check(hs256(alice().claim("channels", List.of(1)))), "channels");
    assertDenied(check(hs256(alice().claim("channel", "news"))), "subscription");
  }

  @Test
  void noTokenIsDenied() {
    RequestHead head = new RequestHead("GET", "/ws?user=alice", "HTTP/1.1", List.of());

    assertDenied(authenticator.authenticate(head).toCompletableFuture().join(), "missing");
  }

  @Test
  void denialNeverRepeatsTheToken() {
    assertThat(check("very.secret.token"))
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason()).doesNotContain("secret"));
  }

  private Verdict check(String token) {
    RequestHead head =
        new RequestHead(
            "GET",
            "/ws",
            "HTTP/1.1",
            List.of(new RequestHead.Header("Authorization", "Bearer " + token)));
    return authenticator.authenticate(head).toCompletableFuture().join();
  }

  private static void assertDenied(Verdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason()).contains(reason));
  }

  private static JWTClaimsSet.Builder alice() {
    return new JWTClaimsSet.Builder().subject("alice");
  }

  private static String hs256(JWTClaimsSet.Builder claims) throws Exception {
    return sign(JWSAlgorithm.HS256, new MACSigner(SECRET), claims.build());
  }

  private static String sign(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
      throws Exception {
    SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
