package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyReaderTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void pemIsRead(String algorithm) {
    AUTHORITY.issue("push", algorithm, Duration.ofHours(1)).write(directory, "node");

    assertThat(subject(TestIdentities.pem(directory, "node.pem", "node.key", "")))
        .isEqualTo("CN=push");
  }

  @Test
  void encryptedKeyIsReadWithItsPassword() {
    TestAuthority.Issued issued = AUTHORITY.issue("push");
    issued.write(directory, "node");
    issued.writeEncryptedKey(directory.resolve("secret.key"), "open sesame");

    assertThat(subject(TestIdentities.pem(directory, "node.pem", "secret.key", "open sesame")))
        .isEqualTo("CN=push");
    assertThat(problems(TestIdentities.pem(directory, "node.pem", "secret.key", "wrong")))
        .singleElement()
        .isEqualTo(
            new TlsFiles.Problem(
                "key-password", "(hidden)", "the password of " + directory.resolve("secret.key")));
    assertThat(problems(TestIdentities.pem(directory, "node.pem", "secret.key", "")))
        .singleElement()
        .matches(problem -> problem.shown().equals("empty"));
  }

  @Test
  void keyStoreIsReadWithItsPassword() {
    AUTHORITY.issue("push").writeKeyStore(directory.resolve("node.p12"), "open sesame");

    assertThat(subject(TestIdentities.keyStore(directory, "node.p12", "open sesame")))
        .isEqualTo("CN=push");
    assertThat(problems(TestIdentities.keyStore(directory, "node.p12", "wrong")))
        .singleElement()
        .matches(problem -> problem.key().equals("key-store-password"))
        .matches(problem -> problem.shown().equals("(hidden)"));
  }

  @Test
  void everyWrongFileIsNamed() throws IOException {
    Files.writeString(directory.resolve("node.pem"), "no certificate");

    List<TlsFiles.Problem> problems =
        problems(TestIdentities.pem(directory, "node.pem", "missing.key", ""));

    assertThat(problems)
        .extracting(TlsFiles.Problem::key, TlsFiles.Problem::shown)
        .containsExactly(
            tuple("certificate", directory.resolve("node.pem").toString()),
            tuple("private-key", directory.resolve("missing.key").toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void brokenTextIsAProblemAndNoException(String text) throws IOException {
    for (String name : List.of("node.pem", "node.key", "node.p12")) {
      Files.writeString(directory.resolve(name), text);
    }

    assertThat(problems(TestIdentities.pem(directory, "node.pem", "node.key", ""))).hasSize(2);
    assertThat(problems(TestIdentities.keyStore(directory, "node.p12", "x")))
        .singleElement()
        .matches(problem -> problem.key().equals("key-store"));
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    AUTHORITY.issue("push").write(directory, "node");
    AUTHORITY.issue("other").write(directory, "other");

    assertThat(problems(TestIdentities.pem(directory, "node.pem", "other.key", "")))
        .singleElement()
        .matches(problem -> problem.key().equals("private-key"))
        .matches(problem -> problem.expected().contains("CN=push"));
  }

  @Test
  void expiredCertificateIsRefused() {
    AUTHORITY.issue("push", "EC", Duration.ofHours(-1)).write(directory, "node");

    assertThat(problems(TestIdentities.pem(directory, "node.pem", "node.key", "")))
        .singleElement()
        .matches(problem -> problem.key().equals("certificate"))
        .matches(problem -> problem.expected().contains("valid now"));
  }

  @Test
  void authoritiesOfClientsMustBeReadable() {
    AUTHORITY.issue("push").write(directory, "node");
    TlsFiles files = TestIdentities.pem(directory, "node.pem", "node.key", "");

    TlsFiles asking =
        new TlsFiles(
            Map.of(
                "certificate", directory.resolve("node.pem"),
                "private-key", directory.resolve("node.key"),
                "trusted", directory.resolve("none.pem")),
            "",
            "",
            ClientCertificates.OPTIONAL);

    assertThat(subject(files)).isEqualTo("CN=push");
    assertThat(problems(asking))
        .singleElement()
        .matches(problem -> problem.key().equals("trusted"));
  }

  @Test
  void fingerprintFollowsTheContents() throws IOException {
    AUTHORITY.issue("push").write(directory, "node");
    TlsFiles files = TestIdentities.pem(directory, "node.pem", "node.key", "");
    String before = files.contents().fingerprint();

    assertThat(files.contents().fingerprint()).isEqualTo(before);
    Files.delete(directory.resolve("node.key"));
    assertThat(files.contents().fingerprint()).isNotEqualTo(before);
  }

  private static String subject(TlsFiles files) {
    TlsFiles.Reading reading = TestIdentities.read(files);
    assertThat(reading).isInstanceOf(TlsFiles.Usable.class);
    return ((TlsFiles.Usable) reading).identity().subject();
  }

  private static List<TlsFiles.Problem> problems(TlsFiles files) {
    TlsFiles.Reading reading = TestIdentities.read(files);
    assertThat(reading).isInstanceOf(TlsFiles.Unusable.class);
    return ((TlsFiles.Unusable) reading).problems();
  }
}
