package io.lifeline.edge.transport.tls;

import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.TrustManagerUtils;

/** Identities of servers, and what {@link TlsFiles} makes of files. */
final class TestIdentities {
  private TestIdentities() {}

  /** Shows {@code issued} and asks nobody for a certificate. */
  static TlsIdentity of(TestAuthority.Issued issued) {
    return TlsIdentity.of(
        KeyManagerUtils.createKeyManager(issued.key(), issued.chain().toArray(Certificate[]::new)),
        issued.chain().get(0),
        ClientCertificates.NONE,
        Optional.empty());
  }

  /** Shows {@code issued}, and wants a certificate of the same authority. */
  static TlsIdentity requiring(TestAuthority.Issued issued) {
    return TlsIdentity.of(
        KeyManagerUtils.createKeyManager(issued.key(), issued.chain().toArray(Certificate[]::new)),
        issued.chain().get(0),
        ClientCertificates.REQUIRED,
        Optional.of(TrustManagerUtils.createTrustManager(List.of(issued.chain().get(1)))));
  }

  static TlsFiles pem(Path directory, String certificate, String key, String password) {
    Map<String, Path> paths = new LinkedHashMap<>();
    paths.put(TlsFiles.CERTIFICATE, directory.resolve(certificate));
    paths.put(TlsFiles.PRIVATE_KEY, directory.resolve(key));
    return new TlsFiles(paths, password, "", ClientCertificates.NONE);
  }

  static TlsFiles keyStore(Path directory, String store, String password) {
    return new TlsFiles(
        Map.of(TlsFiles.KEY_STORE, directory.resolve(store)),
        "",
        password,
        ClientCertificates.NONE);
  }

  static TlsFiles.Reading read(TlsFiles files) {
    return files.contents().read(Instant.now());
  }
}
