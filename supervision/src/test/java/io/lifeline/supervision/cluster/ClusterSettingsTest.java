package io.lifeline.supervision.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.SettingsReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
  @Test
  void defaultsAreAClusterOfOneAndEveryKeyIsRead() {
    SettingsReader reader = reader("");

    ClusterSettings settings = ClusterSettings.from(reader);
    reader.rejectUnknownKeys();

    assertThat(reader.problems()).isEmpty();
    assertThat(settings.isAlone()).isTrue();
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isZero();
  }

  @Test
  void nodesToJoinWinOverSeedNodes() {
    ClusterSettings settings =
        ClusterSettings.from(reader("seed-nodes = [\"a:1\"], join = [\"b:2\", \"[::1]:3\"]"));

    assertThat(settings.contacts())
        .containsExactly(new NodeAddress("b", 2), new NodeAddress("[::1]", 3));
    assertThat(settings.contacts().get(1).toPekko()).hasToString("pekko://lifeline@[::1]:3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ":1", "a:0", "a:65536", "a:b", "a b:1", "a:1:2", "pekko://l@a:1"})
  void whatIsNoHostAndPortIsRejected(String text) {
    assertThat(problems("join = [\"" + text + "\"]"))
        .containsExactly(
            "lifeline.cluster.join: [" + text + "] (expected: at most 100 of the form host:port)");
    assertThat(problems("seed-nodes = [\"" + text + "\"]")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "Blue", "a_b", "a.b"})
  void nameOutsideOfItsCharactersIsRejected(String name) {
    assertThat(problems("name = " + name))
        .singleElement()
        .asString()
        .endsWith("(expected: 1..64 of a-z, 0-9 and -)");
  }

  @Test
  void everythingWrongIsNamedTogether() {
    assertThat(
            problems(
                "host = \"\", port = 65536, roles = [backend], join-within = 0s, leave-within = 1h"))
        .hasSize(5);
  }

  @Test
  void protocolIsNotForOperators() {
    assertThat(problems("protocol.spoken = 2"))
        .containsExactly("lifeline.cluster.protocol.spoken: 2 (expected: a whole number, 1..1)");
  }

  @Test
  void discoveryWantsAnAddressAndAService() {
    assertThat(problems("host = pod-1, seed-nodes = [\"a:1\"], discovery.method = dns"))
        .containsExactlyInAnyOrder(
            "lifeline.cluster.discovery.service: empty (expected: the name or label to look for: 1..253"
                + " of A-Z, a-z, 0-9, ., - and _)",
            "lifeline.cluster.seed-nodes: [a:1] (expected: none, as discovery.method is dns)",
            "lifeline.cluster.host: pod-1 (expected: an IP address, as discovery finds nodes by"
                + " these)");
    assertThat(problems("discovery.method = phone"))
        .containsExactly(
            "lifeline.cluster.discovery.method: phone (expected: off, dns or kubernetes)");
    assertThat(
            problems("host = \"fe80::1\", discovery { method = kubernetes, service = lifeline }"))
        .isEmpty();
  }

  @Test
  void nodesToJoinWinOverDiscovery() {
    ClusterSettings settings =
        ClusterSettings.from(
            reader("join = [\"b:2\"], discovery { method = dns, service = nodes }"));

    assertThat(settings.looksForOthers()).isFalse();
    assertThat(settings.asked()).isEqualTo("lifeline.cluster.join: b:2");
  }

  private static List<String> problems(String overrides) {
    SettingsReader reader = reader(overrides);
    ClusterSettings.from(reader);
    return reader.problems();
  }

  private static SettingsReader reader(String overrides) {
    return SettingsReader.of(
        ConfigFactory.parseString("lifeline.cluster {" + overrides + "}")
            .withFallback(ConfigFactory.load())
            .resolve(),
        "lifeline.cluster");
  }
}
