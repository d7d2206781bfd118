package io.lifeline.edge.transport.tls;

import io.lifeline.edge.transport.tls.TlsFiles.Problem;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.KeyStoreUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.jspecify.annotations.Nullable;

/** Makes an identity of the contents of files, or says all that keeps them from being one. */
final class KeyReader {
  private final TlsFiles.Contents contents;
  private final Instant now;
  private final List<Problem> problems = new ArrayList<>();

  /** A key with its certificates, the key's own first. */
  private record Owned(PrivateKey key, List<X509Certificate> chain) {
    X509Certificate certificate() {
      return chain.get(0);
    }
  }

  /**
   * @param now at which the certificate must be valid
   */
  KeyReader(TlsFiles.Contents contents, Instant now) {
    this.contents = contents;
    this.now = now;
  }

  TlsFiles.Reading read() {
    boolean pem = contents.files().paths().containsKey(TlsFiles.CERTIFICATE);
    Owned owned = pem ? pem() : keyStore();
    if (owned != null) {
      check(owned, pem ? TlsFiles.CERTIFICATE : TlsFiles.KEY_STORE);
    }
    Optional<X509ExtendedTrustManager> trusted = trusted();
    if (owned == null || !problems.isEmpty()) {
      return new TlsFiles.Unusable(problems);
    }
    return new TlsFiles.Usable(
        TlsIdentity.of(
            KeyManagerUtils.createKeyManager(
                owned.key(), owned.chain().toArray(Certificate[]::new)),
            owned.certificate(),
            contents.files().clients(),
            trusted));
  }

  private @Nullable Owned pem() {
    List<X509Certificate> chain =
        certificates(
            TlsFiles.CERTIFICATE, "a readable file with certificates in PEM, the node's own first");
    PrivateKey key = privateKey();
    return chain.isEmpty() || key == null ? null : new Owned(key, chain);
  }

  private List<X509Certificate> certificates(String setting, String expected) {
    try {
      List<X509Certificate> certificates = PemUtils.parseCertificate(contents.text(setting));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (RuntimeException e) {
      // The library's own or Bouncy Castle's: said below, the file holds no certificate.
    }
    wrongFile(setting, expected);
    return List.of();
  }

  private @Nullable PrivateKey privateKey() {
    String text = contents.text(TlsFiles.PRIVATE_KEY);
    String password = contents.files().keyPassword();
    boolean encrypted = text.contains("ENCRYPTED");
    try {
      return PemUtils.parsePrivateKey(text, encrypted ? password.toCharArray() : null);
    } catch (RuntimeException e) { // the library's own or Bouncy Castle's
      if (encrypted) {
        wrongPassword(TlsFiles.KEY_PASSWORD, password, TlsFiles.PRIVATE_KEY);
      } else {
        wrongFile(TlsFiles.PRIVATE_KEY, "a readable file with a private key in PEM");
      }
      return null;
    }
  }

  private @Nullable Owned keyStore() {
    byte[] bytes = contents.bytes().get(TlsFiles.KEY_STORE);
    String password = contents.files().keyStorePassword();
    if (bytes == null) {
      wrongFile(TlsFiles.KEY_STORE, "a readable file in PKCS#12");
      return null;
    }
    try {
      KeyStore store =
          KeyStoreUtils.loadKeyStore(
              new ByteArrayInputStream(bytes), password.toCharArray(), "PKCS12");
      Owned owned = onlyKey(store, password);
      if (owned == null) {
        wrongFile(TlsFiles.KEY_STORE, "a PKCS#12 file with one private key and its certificates");
      }
      return owned;
    } catch (RuntimeException | GeneralSecurityException e) {
      if (isWrongPassword(e)) {
        wrongPassword(TlsFiles.KEY_STORE_PASSWORD, password, TlsFiles.KEY_STORE);
      } else {
        wrongFile(TlsFiles.KEY_STORE, "a readable file in PKCS#12");
      }
      return null;
    }
  }

  private static boolean isWrongPassword(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnrecoverableKeyException) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Owned onlyKey(KeyStore store, String password)
      throws GeneralSecurityException {
    Owned found = null;
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.isKeyEntry(alias) ? store.getKey(alias, password.toCharArray()) : null;
      if (key instanceof PrivateKey privateKey) {
        if (found != null) {
          return null; // which of them would be meant?
        }
        found =
            new Owned(
                privateKey,
                Arrays.stream(store.getCertificateChain(alias))
                    .map(X509Certificate.class::cast)
                    .toList());
      }
    }
    return found;
  }

  private void check(Owned owned, String certificateSetting) {
    X509Certificate certificate = owned.certificate();
    if (!belongTogether(owned.key(), certificate.getPublicKey())) {
      wrongFile(
          certificateSetting.equals(TlsFiles.CERTIFICATE)
              ? TlsFiles.PRIVATE_KEY
              : certificateSetting,
          "the private key of the first certificate in "
              + contents.path(certificateSetting)
              + ", which is for "
              + certificate.getSubjectX500Principal().getName());
    }
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin) || now.isAfter(end)) {
      wrongFile(
          certificateSetting,
          "a certificate that is valid now; this one is from %s to %s".formatted(begin, end));
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey other) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3, 4};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(other);
      verifying.update(probe);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // another algorithm, or a key that cannot sign
    }
  }

  private Optional<X509ExtendedTrustManager> trusted() {
    if (contents.files().clients() == ClientCertificates.NONE) {
      return Optional.empty();
    }
    List<X509Certificate> authorities =
        certificates(
            TlsFiles.TRUSTED, "a readable file with the certificates in PEM that sign clients'");
    return authorities.isEmpty()
        ? Optional.empty()
        : Optional.of(TrustManagerUtils.createTrustManager(authorities));
  }

  private void wrongFile(String setting, String expected) {
    problems.add(new Problem(setting, contents.path(setting).toString(), expected));
  }

  private void wrongPassword(String setting, String password, String file) {
    problems.add(
        new Problem(
            setting,
            password.isEmpty() ? "empty" : "(hidden)",
            "the password of " + contents.path(file)));
  }
}
