package io.lifeline.edge.transport.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for tests, made anew in each run. Nothing of it is kept. */
public final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A key with its certificates, its own first. */
  public record Issued(PrivateKey key, List<X509Certificate> chain) {
    /** Writes {@code NAME.pem} and {@code NAME.key}. */
    public void write(Path directory, String name) {
      writeText(directory.resolve(name + ".pem"), pem(chain.toArray()));
      writeText(directory.resolve(name + ".key"), pem(pkcs8("")));
    }

    /** Writes the key alone, encrypted. */
    public void writeEncryptedKey(Path file, String password) {
      writeText(file, pem(pkcs8(password)));
    }

    /** Writes everything in PKCS#12. */
    public void writeKeyStore(Path file, String password) {
      try (var out = Files.newOutputStream(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", key, password.toCharArray(), chain.toArray(Certificate[]::new));
        store.store(out, password.toCharArray());
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private Object pkcs8(String password) {
      try {
        return password.isEmpty()
            ? new JcaPKCS8Generator(key, null).generate()
            : new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword(password.toCharArray())
                        .build())
                .generate();
      } catch (IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void writeText(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private TestAuthority(X500Name name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  public static TestAuthority create(String name) {
    KeyPair keys = newKeys("EC");
    X500Name subject = new X500Name("CN=" + name);
    Instant now = Instant.now();
    X509Certificate certificate =
        sign(
            subject, keys, subject, keys, now.minusSeconds(60), now.plus(Duration.ofDays(1)), true);
    return new TestAuthority(subject, keys, certificate);
  }

  /** For {@code localhost} and 127.0.0.1, valid for an hour. */
  public Issued issue(String commonName) {
    return issue(commonName, "EC", Duration.ofHours(1));
  }

  /**
   * @param algorithm EC, RSA or Ed25519
   * @param valid from now on; if negative, it expired so long ago
   */
  public Issued issue(String commonName, String algorithm, Duration valid) {
    KeyPair own = newKeys(algorithm);
    Instant end = Instant.now().plus(valid);
    X509Certificate issued =
        sign(
            new X500Name("CN=" + commonName),
            own,
            name,
            keys,
            end.minus(Duration.ofDays(2)),
            end,
            false);
    return new Issued(own.getPrivate(), List.of(issued, certificate));
  }

  /** Writes the authority's own certificate. */
  public Path writeCertificate(Path file) {
    Issued.writeText(file, pem(certificate));
    return file;
  }

  /** What a client needs that trusts this authority and shows these keys. */
  public SSLContext clientContext(Issued... shown) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] shows =
          Arrays.stream(shown)
              .map(
                  issued ->
                      KeyManagerUtils.createKeyManager(
                          issued.key(), issued.chain().toArray(Certificate[]::new)))
              .toArray(KeyManager[]::new);
      TrustManager trusts = TrustManagerUtils.createTrustManager(List.of(certificate));
      context.init(shows, new TrustManager[] {trusts}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.startsWith("Ed")) {
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      X500Name subject,
      KeyPair own,
      X500Name issuer,
      KeyPair signer,
      Instant begin,
      Instant end,
      boolean authority) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(begin),
              Date.from(end),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }));
      }
      var signing = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signing));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
