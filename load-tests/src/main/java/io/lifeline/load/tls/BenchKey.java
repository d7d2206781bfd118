package io.lifeline.load.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for 127.0.0.1 that the JDK's {@code keytool} makes for one run. */
record BenchKey(Path file) {
  static final String PASSWORD = "benchmark";

  /**
   * @param algorithm EC (P-256) or RSA (2048 bits)
   */
  static BenchKey make(Path directory, String algorithm) throws IOException, InterruptedException {
    Path file = directory.resolve("node-" + algorithm + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "node",
                    "-keyalg",
                    algorithm,
                    "-keysize",
                    algorithm.equals("RSA") ? "2048" : "256",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    return new BenchKey(file);
  }

  /** Of clients that trust it; each has sessions of its own to resume. */
  SSLContext clientContext() {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(in, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("node", own.getCertificate("node"));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
