package io.lifeline.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.lifeline.edge.settings.TokenSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which keys may check which algorithm. Thread-safe. */
final class TokenKeys {
  private final Map<JWSAlgorithm, List<JWSVerifier>> verifiers;

  TokenKeys(TokenSettings settings) {
    verifiers =
        Map.of(
            JWSAlgorithm.HS256, all(settings.hmacSecrets(), MACVerifier::new),
            JWSAlgorithm.RS256, all(settings.rsaKeys(), RSASSAVerifier::new),
            JWSAlgorithm.ES256, all(settings.ecdsaKeys(), ECDSAVerifier::new));
  }

  /** Empty if the algorithm is unknown or has no key. */
  List<JWSVerifier> of(JWSAlgorithm algorithm) {
    return verifiers.getOrDefault(algorithm, List.of());
  }

  private interface Maker<K> {
    JWSVerifier make(K key) throws JOSEException;
  }

  private static <K> List<JWSVerifier> all(List<K> keys, Maker<K> maker) {
    List<JWSVerifier> made = new ArrayList<>();
    for (K key : keys) {
      try {
        made.add(maker.make(key));
      } catch (JOSEException e) {
        throw new IllegalStateException("a key that TokenSettings let pass", e);
      }
    }
    return List.copyOf(made);
  }
}
