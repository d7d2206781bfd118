package io.lifeline.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ManifestInfo;
import org.junit.jupiter.api.Test;

/**
 * Pekko's own check of its modules' releases is off because of one module. This one stands for the
 * others.
 */
final class PekkoReleasesTest {
  @Test
  void allModulesButDiscoveryAreOfOneRelease() {
    ActorTestKit kit = ActorTestKit.create();
    Map<String, String> releases = new TreeMap<>();
    try {
      scala.jdk.javaapi.CollectionConverters.asJava(ManifestInfo.get(kit.system()).versions())
          .forEach((module, release) -> releases.put(module, release.version()));
    } finally {
      kit.shutdownTestKit();
    }
    releases.keySet().removeIf(module -> !module.startsWith("pekko-"));
    releases.keySet().removeIf(PekkoReleasesTest::hasReleasesOfItsOwn);
    String core = releases.getOrDefault("pekko-actor", "");

    assertThat(releases.remove("pekko-discovery")).isEqualTo("1.2.1");
    assertThat(releases)
        .hasSizeGreaterThan(10)
        .allSatisfy((module, r) -> assertThat(r).isEqualTo(core));
  }

  private static boolean hasReleasesOfItsOwn(String module) {
    return module.startsWith("pekko-http")
        || module.startsWith("pekko-management")
        || module.equals("pekko-parsing")
        || module.equals("pekko-discovery-kubernetes-api");
  }
}
