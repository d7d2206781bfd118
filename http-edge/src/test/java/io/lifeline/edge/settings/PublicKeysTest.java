package io.lifeline.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicKeysTest {
  private static final String RSA = "rsa-public-keys";
  private static final String ECDSA = "ecdsa-public-keys";

  @TempDir private Path directory = Path.of("");

  @Test
  void keysAreReadFromFilesAndFromText() throws Exception {
    Key rsa = rsa(2048).getPublic();
    Key ecdsa = ecdsa("secp256r1").getPublic();

    assertThat(read(RSA, file(pem("PUBLIC", rsa))).rsaKeys()).isEqualTo(List.of(rsa));
    assertThat(read(RSA, pem("PUBLIC", rsa)).rsaKeys()).isEqualTo(List.of(rsa));
    assertThat(read(ECDSA, file(pem("PUBLIC", ecdsa))).ecdsaKeys()).isEqualTo(List.of(ecdsa));
    assertThat(read(ECDSA, pem("PUBLIC", ecdsa)).ecdsaKeys()).isEqualTo(List.of(ecdsa));
  }

  @Test
  void keyThatDoesNotFitItsAlgorithmIsRefused() throws Exception {
    KeyPair rsa = rsa(2048);
    KeyPair ecdsa = ecdsa("secp256r1");

    assertRefused(RSA, file(pem("PUBLIC", ecdsa.getPublic())));
    assertRefused(RSA, file(pem("PUBLIC", rsa(1024).getPublic())));
    assertRefused(RSA, file(pem("PRIVATE", rsa.getPrivate())));
    assertRefused(ECDSA, file(pem("PUBLIC", rsa.getPublic())));
    assertRefused(ECDSA, file(pem("PUBLIC", ecdsa("secp384r1").getPublic())));
    assertRefused(ECDSA, file("no key"));
    assertRefused(ECDSA, directory.resolve("none.pem").toString());
    assertRefused(ECDSA, directory.toString());
  }

  private static void assertRefused(String key, String textOrPath) {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read(key, textOrPath))
        .satisfies(
            problem ->
                assertThat(problem.problems())
                    .singleElement()
                    .asString()
                    .startsWith("lifeline.edge.token." + key + ": ")
                    .contains("(expected: each a public key in PEM, or the path of its file: "));
  }

  private static TokenSettings read(String key, String textOrPath) {
    Config user =
        ConfigFactory.parseMap(
            Map.of(
                "lifeline.edge.api.keys",
                List.of("a-key-of-sixteen-characters"),
                "lifeline.edge.token." + key,
                List.of(textOrPath)));
    Config config = ConfigLayers.layered(ConfigFactory.empty(), user);
    return NodeSettings.from(config).edge().tokens();
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "key", ".pem"), text).toString();
  }

  private static String pem(String kind, Key key) {
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ecdsa(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
