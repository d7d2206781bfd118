package io.lifeline.edge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Secrets any of which lets someone in. Keeps and compares digests, and all of them, so that the
 * time taken says nothing about a secret. Thread-safe.
 */
public final class KnownSecrets {
  private final List<byte[]> digests;

  public KnownSecrets(List<String> secrets) {
    digests = secrets.stream().map(KnownSecrets::digest).toList();
  }

  /** Whether there is none, so that nobody is let in. */
  public boolean isEmpty() {
    return digests.isEmpty();
  }

  /** Whether this is one of them. */
  public boolean contains(String presented) {
    byte[] wanted = digest(presented);
    boolean known = false;
    for (byte[] digest : digests) {
      known |= MessageDigest.isEqual(digest, wanted);
    }
    return known;
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
