package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsQueryTest {
  private static final Set<String> KNOWN = Set.of("depth", "format");

  @Test
  void whatIsNotSaidIsAsUsual() {
    OpsQuery query = new OpsQuery(Map.of(), KNOWN);

    assertThat(query.number("depth", 0, 9, 2)).isEqualTo(2);
    assertThat(query.oneOf("format", List.of("json", "text"))).isEqualTo("json");
    assertThat(query.text("format")).isNull();
  }

  @Test
  void whatIsSaidIsTaken() {
    OpsQuery query = new OpsQuery(Map.of("depth", List.of("9"), "format", List.of("text")), KNOWN);

    assertThat(query.number("depth", 0, 9, 2)).isEqualTo(9);
    assertThat(query.oneOf("format", List.of("json", "text"))).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10", "x", "", "99999999999"})
  void aNumberOutOfRangeIsWrong(String value) {
    OpsQuery query = new OpsQuery(Map.of("depth", List.of(value)), KNOWN);

    assertThatThrownBy(() -> query.number("depth", 0, 9, 2))
        .hasMessage("depth: " + value + " (expected: 0..9)");
  }

  @Test
  void anUnknownKeyIsWrong() {
    assertThatThrownBy(() -> new OpsQuery(Map.of("deep", List.of("1")), KNOWN))
        .hasMessage("deep: 1 (expected: no such key, but [depth, format])");
  }

  @Test
  void aKeySaidTwiceIsWrong() {
    assertThatThrownBy(() -> new OpsQuery(Map.of("depth", List.of("1", "2")), KNOWN))
        .hasMessage("depth: 1, 2 (expected: one value)");
  }

  @Test
  void aChoiceThatIsNoneIsWrong() {
    OpsQuery query = new OpsQuery(Map.of("format", List.of("xml")), KNOWN);

    assertThatThrownBy(() -> query.oneOf("format", List.of("json", "text")))
        .hasMessage("format: xml (expected: one of json, text)");
  }
}
