package io.lifeline.edge.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Knows who may use the API: {@code X-API-Key: KEY} or {@code Authorization: apikey KEY}.
 *
 * <p>Compares digests, and all of them, so that the time taken says nothing about a key.
 * Thread-safe.
 */
final class ApiKeys {
  private static final String SCHEME = "apikey ";

  private final List<byte[]> digests;

  ApiKeys(List<String> keys) {
    digests = keys.stream().map(ApiKeys::digest).toList();
  }

  boolean open(HttpRequest request) {
    return presented(request).filter(this::isKnown).isPresent();
  }

  private boolean isKnown(String key) {
    byte[] presented = digest(key);
    boolean known = false;
    for (byte[] digest : digests) {
      known |= MessageDigest.isEqual(digest, presented);
    }
    return known;
  }

  private static Optional<String> presented(HttpRequest request) {
    return request
        .getHeader("X-API-Key")
        .map(HttpHeader::value)
        .or(() -> request.getHeader("Authorization").flatMap(ApiKeys::inAuthorization));
  }

  private static Optional<String> inAuthorization(HttpHeader header) {
    String value = header.value();
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(value.substring(SCHEME.length()).trim())
        : Optional.empty();
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
