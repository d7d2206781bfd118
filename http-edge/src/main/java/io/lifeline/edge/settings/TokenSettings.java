package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whose tokens are accepted. A key belongs to exactly one algorithm, so that a token cannot choose
 * how its key is used.
 *
 * @param hmacSecrets for HS256, 32 bytes or more each
 * @param rsaKeys for RS256
 * @param ecdsaKeys for ES256, on the curve P-256
 * @param clockSkew how far the clocks of issuer and node may differ
 */
public record TokenSettings(
    List<String> hmacSecrets,
    List<RSAPublicKey> rsaKeys,
    List<ECPublicKey> ecdsaKeys,
    Duration clockSkew) {
  private static final int LEAST_SECRET_BYTES = 32;

  public TokenSettings {
    hmacSecrets = List.copyOf(hmacSecrets);
    rsaKeys = List.copyOf(rsaKeys);
    ecdsaKeys = List.copyOf(ecdsaKeys);
  }

  static TokenSettings from(SettingsReader reader, boolean development) {
    List<String> secrets = reader.texts("hmac-secrets");
    List<String> rsa = reader.texts("rsa-public-keys");
    List<String> ecdsa = reader.texts("ecdsa-public-keys");
    if (!development && secrets.isEmpty() && rsa.isEmpty() && ecdsa.isEmpty()) {
      reader.reject(
          "hmac-secrets",
          "a secret, or one of rsa-public-keys or ecdsa-public-keys; LIFELINE_TOKEN_SECRET sets"
              + " one");
    }
    if (secrets.stream().anyMatch(TokenSettings::tooShort)) {
      reader.reject("hmac-secrets", "each of " + LEAST_SECRET_BYTES + " bytes or more");
    }
    return new TokenSettings(
        secrets,
        keys(reader, "rsa-public-keys", rsa, PublicKeys::rsa, "RSA of 2048 bits or more"),
        keys(reader, "ecdsa-public-keys", ecdsa, PublicKeys::p256, "EC on the curve P-256"),
        reader.duration("clock-skew", Duration.ZERO, Duration.ofMinutes(10)));
  }

  private static boolean tooShort(String secret) {
    return secret.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET_BYTES;
  }

  private static <K> List<K> keys(
      SettingsReader reader,
      String key,
      List<String> texts,
      Function<String, Optional<K>> read,
      String kind) {
    List<K> keys = new ArrayList<>();
    for (String text : texts) {
      Optional<K> found = read.apply(text);
      if (found.isEmpty()) {
        reader.reject(key, "each a public key in PEM, or the path of its file: " + kind);
      }
      found.ifPresent(keys::add);
    }
    return keys;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "TokenSettings[hmacSecrets=(%d hidden), rsaKeys=%d, ecdsaKeys=%d, clockSkew=%s]"
        .formatted(hmacSecrets.size(), rsaKeys.size(), ecdsaKeys.size(), clockSkew);
  }
}
