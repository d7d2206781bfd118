package io.lifeline.edge.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys in PEM (RFC 7468 section 13), given as text or as the path of a file. */
final class PublicKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
  private static final int LEAST_RSA_BITS = 2048;
  private static final int P256_BITS = 256;
  private static final int MAX_FILE_BYTES = 64 << 10;

  private PublicKeys() {}

  static Optional<RSAPublicKey> rsa(String textOrPath) {
    return key(textOrPath, "RSA")
        .map(RSAPublicKey.class::cast)
        .filter(key -> key.getModulus().bitLength() >= LEAST_RSA_BITS);
  }

  static Optional<ECPublicKey> p256(String textOrPath) {
    return key(textOrPath, "EC")
        .map(ECPublicKey.class::cast)
        .filter(key -> key.getParams().getOrder().bitLength() == P256_BITS)
        .filter(key -> key.getParams().toString().contains("secp256r1"));
  }

  private static Optional<PublicKey> key(String textOrPath, String algorithm) {
    Matcher pem = PEM.matcher(text(textOrPath));
    if (!pem.find()) {
      return Optional.empty();
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty(); // the caller reports the setting as wrong
    }
  }

  private static String text(String textOrPath) {
    if (textOrPath.contains("-----BEGIN")) {
      return textOrPath;
    }
    try {
      Path file = Path.of(textOrPath);
      return Files.size(file) <= MAX_FILE_BYTES ? Files.readString(file) : "";
    } catch (IOException | InvalidPathException e) {
      return ""; // no PEM there: the caller reports the setting as wrong
    }
  }
}
