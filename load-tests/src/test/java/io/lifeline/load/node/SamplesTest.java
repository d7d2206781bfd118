package io.lifeline.load.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void valuesAreFoundByLabel() {
    Samples samples =
        Samples.parse(
            """
            # HELP lifeline_resources What connections hold
            # TYPE lifeline_resources gauge
            lifeline_resources{resource="sockets"} 3.0
            lifeline_resources{host="a",resource="writers",} 2
            lifeline_leak_suspects 0.0

            """);

    assertThat(samples.by("lifeline_resources", "resource"))
        .isEqualTo(Map.of("sockets", 3L, "writers", 2L));
    assertThat(samples.has("lifeline_leak_suspects")).isTrue();
    assertThat(samples.total("lifeline_leak_suspects")).isZero();
    assertThat(samples.has("lifeline_nothing")).isFalse();
  }

  @Test
  void otherLabelsAreSummedUp() {
    Samples samples =
        Samples.parse(
            "closed{reason=\"kicked\",node=\"a\"} 3\nclosed{reason=\"kicked\",node=\"b\"} 4");

    assertThat(samples.by("closed", "reason")).isEqualTo(Map.of("kicked", 7L));
    assertThat(samples.total("closed")).isEqualTo(7);
  }

  @Test
  void escapesInLabelsAreUndone() {
    Samples samples = Samples.parse("m{l=\"a\\\"b\\\\n\\nc\"} 1");

    assertThat(samples.by("m", "l")).containsOnlyKeys("a\"b\\n\nc");
  }

  @Test
  void bracesInLabelsTimestampsAndInfinityAreRead() {
    Samples samples = Samples.parse("m{l=\"{x}\"} 1e3 1700000000\nb_bucket{le=\"+Inf\"} +Inf");

    assertThat(samples.by("m", "l")).isEqualTo(Map.of("{x}", 1000L));
    assertThat(samples.has("b_bucket")).isTrue();
  }

  @Test
  void anotherFormatIsRefused() {
    assertThatThrownBy(() -> Samples.parse("<html>")).hasMessageContaining("<html>");
    assertThatThrownBy(() -> Samples.parse("m{l=x} 1")).hasMessageContaining("m{l=x} 1");
    assertThatThrownBy(() -> Samples.parse("m one")).hasMessageContaining("m one");
  }
}
