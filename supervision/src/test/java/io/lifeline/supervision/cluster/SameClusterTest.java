package io.lifeline.supervision.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.Valid$;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class SameClusterTest {
  private final SameCluster check = new SameCluster();

  @Test
  void sameNameAndProtocolFitTogether() {
    assertThat(check.check(node("blue", 1, 1), node("blue", 1, 1))).isEqualTo(Valid$.MODULE$);
  }

  @Test
  void anotherNameIsRefusedAndBothAreSaid() {
    assertThat(problems(check.check(node("red", 1, 1), node("blue", 1, 1))))
        .containsExactly("lifeline.cluster.name is [red] there and [blue] here");
  }

  @Test
  void neighbouringReleasesFitTogetherInBothDirections() {
    Config older = node("blue", 4, 3);
    Config newer = node("blue", 5, 4);

    assertThat(check.check(older, newer)).isEqualTo(Valid$.MODULE$);
    assertThat(check.check(newer, older)).isEqualTo(Valid$.MODULE$);
  }

  @Test
  void releasesTooFarApartAreRefusedInBothDirections() {
    Config older = node("blue", 3, 2);
    Config newer = node("blue", 5, 4);

    assertThat(problems(check.check(older, newer)))
        .containsExactly("the protocol is versions 2 to 3 there and versions 4 to 5 here");
    assertThat(problems(check.check(newer, older)))
        .containsExactly("the protocol is versions 4 to 5 there and versions 2 to 3 here");
  }

  @Test
  void strangerWithoutThatConfigurationIsRefused() {
    assertThat(problems(check.check(ConfigFactory.empty(), node("blue", 1, 1))))
        .contains("lifeline.cluster.name is missing");
  }

  private static Config node(String name, int spoken, int oldest) {
    return ConfigFactory.parseString(
        "lifeline.cluster { name = %s, protocol { spoken = %d, oldest = %d } }"
            .formatted(name, spoken, oldest));
  }

  private static Iterable<String> problems(ConfigValidation validation) {
    assertThat(validation).isInstanceOf(Invalid.class);
    return CollectionConverters.asJava(((Invalid) validation).errorMessages());
  }
}
