package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrongUseTest {
  private final StringBuilder err = new StringBuilder();
  private final StringBuilder out = new StringBuilder();

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lifeline.edge.port = 70000 | lifeline.edge.port: 70000 (expected: a whole number",
        "lifeline.edge.prot = 1 | lifeline.edge.prot: 1 (expected: no such key; did you mean"
            + " lifeline.edge.port?",
        "lifeline.connection.heartbeat.interval = soon | lifeline.connection.heartbeat.interval",
        "lifeline.edge.host = 0.0.0.0 | a loopback address in development",
        "lifeline.edge.ops.host = 0.0.0.0 | lifeline.edge.ops.host: 0.0.0.0",
        "lifeline.edge.api.keys = [] | lifeline.edge.api.keys",
        "lifeline.edge.token.hmac-secrets = [short] | hmac-secrets: (hidden) (expected: each of 32",
        "lifeline.edge.token.rsa-public-keys = [nowhere.pem] | rsa-public-keys",
        "lifeline.edge.allowed-origins = [example.com] | lifeline.edge.allowed-origins",
        "lifeline.edge.development = maybe | lifeline.edge.development",
        "lifeline.edge.tls.enabled = on | lifeline.edge.tls.certificate: empty (expected: the path",
        "lifeline.edge.tls { enabled = on, certificate = no.pem } | tls.private-key: empty",
        "lifeline.edge.tls { enabled = on, key-store = no.p12, key-store-password = secret } |"
            + " lifeline.edge.tls.key-store: no.p12 (expected: a readable file in PKCS#12)",
        "lifeline.edge.tls { enabled = on, key-store = no.p12, certificate = no.pem } |"
            + " lifeline.edge.tls.key-store: no.p12 (expected: empty beside a certificate)",
        "lifeline.edge.tls { enabled = on, key-store = no.p12, client-certificates = optional } |"
            + " lifeline.edge.tls.trusted: empty (expected: a file",
        "lifeline.edge.tls { enabled = on, key-store = no.p12, client-certificates = maybe } |"
            + " client-certificates: maybe (expected: none or optional or required)",
        "lifeline.edge.tls.private-key = \"-----BEGIN\\nMII\" |"
            + " lifeline.edge.tls.private-key: (hidden) (expected: the path of a file",
        "lifeline { | configuration file",
        "lifeline.connection = 3 | lifeline.connection: 3 (expected: a section of keys)",
        "lifeline.connection.max-channels = 1.5 | max-channels: 1.5 (expected: a whole number",
        "lifeline.edge.host = ${NOWHERE} | configuration: "
      })
  void wrongConfigurationIsOneLineEach(String config, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("node.conf"), config);
    String[] arguments =
        config.contains("development")
            ? new String[] {"node", "--config", file.toString()}
            : new String[] {"node", "--dev", "--config", file.toString()};

    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(message.trim()).doesNotContain("\tat ");
    assertThat(err.toString().lines())
        .hasSize(config.contains("development") ? 3 : 1) // without it, keys are missing as well
        .allMatch(line -> line.startsWith("lifeline: "));
  }

  @Test
  void everyProblemIsNamedAtOnce() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("node.conf"),
            "lifeline.edge { port = x, backlog = 0, hots = here }\nlifeline.supervision.drain.batch = 0");

    assertThat(run("node", "--dev", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "lifeline: lifeline.edge.port: x (expected: a whole number, 0..65535)",
            "lifeline: lifeline.edge.backlog: 0 (expected: a whole number, 1..65535)",
            "lifeline: lifeline.edge.hots: here (expected: no such key; did you mean"
                + " lifeline.edge.host?)",
            "lifeline: lifeline.supervision.drain.batch: 0 (expected: a whole number, 1..1000000)");
  }

  @Test
  void everyUnreadableTlsFileIsNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("node.conf"),
            "lifeline.edge.tls { enabled = on, certificate = no.pem, private-key = no.key }");

    assertThat(run("node", "--dev", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "lifeline: lifeline.edge.tls.certificate: no.pem (expected: a readable file with"
                + " certificates in PEM, the node's own first)",
            "lifeline: lifeline.edge.tls.private-key: no.key (expected: a readable file with a"
                + " private key in PEM)");
  }

  @Test
  void productionNeedsAKeyAndASecret() {
    assertThat(run("node")).isEqualTo(2);
    assertThat(err.toString())
        .contains("lifeline.edge.api.keys")
        .contains("lifeline.edge.token.hmac-secrets");
  }

  @Test
  void missingFileIsOneLine() {
    assertThat(run("node", "--config", directory.resolve("none.conf").toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("none.conf")
        .doesNotContain("Exception");
  }

  @Test
  void unknownOptionsAndCommandsAreExplained() {
    assertThat(run("node", "--prot", "1")).isEqualTo(2);
    assertThat(run("nod")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("token")).isEqualTo(2);
    assertThat(run("token", "--user", "")).isEqualTo(2);
    assertThat(run("token", "--user", "a", "--secret", "short")).isEqualTo(2);
    assertThat(run("token", "--user", "a", "--ttl", "soon")).isEqualTo(2);
    assertThat(run("publish", "1")).isEqualTo(2);
    assertThat(run("publish", "--channel", "a", "--url", "nowhere", "1")).isEqualTo(2);
    assertThat(run("actors", "--url", "nowhere")).isEqualTo(2);
    assertThat(run("actors", "--depth", "deep")).isEqualTo(2);
    assertThat(run("actors", "--keep", "a")).isEqualTo(2);
    assertThat(run("actors", "--groups", "/user")).isEqualTo(2);
    assertThat(run("diff", "--url", "ftp://127.0.0.1/")).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: lifeline").doesNotContain("\tat ");
  }

  @Test
  void helpAndVersionAreNoErrors() {
    assertThat(run("--help")).isZero();
    assertThat(run("node", "--help")).isZero();
    assertThat(run("actors", "--help")).isZero();
    assertThat(run("diff", "--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString())
        .contains("--ops-port")
        .contains("--groups")
        .contains("--since")
        .contains("lifeline development");
  }

  @Test
  void tokenHasThreeParts() {
    assertThat(run("token", "--user", "alice", "--channel", "news")).isZero();
    assertThat(out.toString().trim()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  }

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    err.append(run.err());
    out.append(run.out());
    return run.exitCode();
  }
}
