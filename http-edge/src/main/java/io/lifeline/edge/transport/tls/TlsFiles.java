package io.lifeline.edge.transport.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a node's identity is read from. Either a certificate chain and its key in PEM, or
 * a key store in PKCS#12.
 *
 * @param paths by the key of the setting that names them
 * @param keyPassword of an encrypted private key in PEM; empty for a plain one
 * @param keyStorePassword of the key store and the key in it
 */
public record TlsFiles(
    Map<String, Path> paths,
    String keyPassword,
    String keyStorePassword,
    ClientCertificates clients) {
  static final String CERTIFICATE = "certificate";
  static final String PRIVATE_KEY = "private-key";
  static final String KEY_PASSWORD = "key-password";
  static final String KEY_STORE = "key-store";
  static final String KEY_STORE_PASSWORD = "key-store-password";
  static final String TRUSTED = "trusted";

  private static final int MAX_FILE_BYTES = 1 << 20;

  public TlsFiles {
    paths = Map.copyOf(paths);
  }

  /**
   * What is wrong with one setting.
   *
   * @param shown its value, nothing secret
   */
  record Problem(String key, String shown, String expected) {}

  /** What came of reading the files. */
  sealed interface Reading {}

  record Usable(TlsIdentity identity) implements Reading {}

  /**
   * @param problems at least one
   */
  record Unusable(List<Problem> problems) implements Reading {
    Unusable {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What the files held at one moment.
   *
   * @param bytes by the key of the setting; without files that could not be read
   * @param fingerprint equal if nothing has changed
   */
  record Contents(TlsFiles files, Map<String, byte[]> bytes, String fingerprint) {
    /** Makes an identity of them. */
    Reading read(Instant now) {
      return new KeyReader(this, now).read();
    }

    String text(String key) {
      return new String(bytes.getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
    }

    Path path(String key) {
      return files.paths().getOrDefault(key, Path.of(""));
    }
  }

  /** Reads the files, at most 1 MiB of each; blocks. */
  Contents contents() {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    MessageDigest digest = sha256();
    paths.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              byte[] content = content(entry.getValue());
              digest.update(
                  (entry.getKey() + content.length + ":").getBytes(StandardCharsets.UTF_8));
              digest.update(content);
              if (content.length > 0) {
                bytes.put(entry.getKey(), content);
              }
            });
    return new Contents(this, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Nothing if it cannot be read: the reader says which file is missing. */
  private static byte[] content(Path file) {
    try {
      return Files.size(file) <= MAX_FILE_BYTES ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "TlsFiles[%s, clientCertificates=%s]".formatted(paths, clients);
  }
}
