package io.lifeline.load.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lifeline.load.latency.Step.CurvePoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PlotDataTest {
  private static final PlotData DATA =
      PlotData.of(
          List.of(
              step("ws", "25 %", 2),
              step("ws", "50 %", 30),
              step("bun", "25 %", 0),
              step("bun", "25 %", 0.4)));

  @Test
  void eachLoadIsAPanelAndTheLastStepOfAServerIsDrawn() {
    assertThat(DATA.panels().keySet()).containsExactly("25 %", "50 %");
    assertThat(DATA.panels().get("25 %"))
        .containsOnlyKeys("ws", "bun")
        .containsEntry("bun", List.of(new CurvePoint(50, 0.4), new CurvePoint(99, 4.0)));
    assertThat(DATA.servers()).containsExactly("ws", "bun");
  }

  @Test
  void decadesEncloseAllLatencies() {
    assertThat(DATA.lowerDecade()).isCloseTo(0.1, within(1e-9));
    assertThat(DATA.upperDecade()).isCloseTo(1000, within(1e-9));
  }

  @Test
  void percentilesAreCalledByTheirNines() {
    assertThat(PlotData.nines(99.9)).isCloseTo(3, within(1e-9));
    assertThat(PlotData.name(1)).isEqualTo("p90");
    assertThat(PlotData.name(2)).isEqualTo("p99");
    assertThat(PlotData.name(3.0000001)).isEqualTo("p99.9");
    assertThat(PlotData.name(4)).isEqualTo("p99.99");
    assertThat(PlotData.name(0)).isEqualTo("p0");
    assertThat(PlotData.name(2.5)).isEqualTo("p99.68");
  }

  @Test
  @Timeout(60)
  void aLatencyOfNothingCanBeDrawn() throws IOException {
    ByteArrayOutputStream svg = new ByteArrayOutputStream();

    new LatencyChart(PlotData.of(List.of(step("ws", "25 %", 0)))).writeSvg(svg);

    assertThat(svg.toString(StandardCharsets.UTF_8)).contains("<svg").endsWith("</svg>\n");
  }

  private static Step step(String server, String load, double ms) {
    List<CurvePoint> curve = List.of(new CurvePoint(50, ms), new CurvePoint(99, ms * 10));
    return new Step(server, load, 1, 1, 1, 1, 1, 0, 0, 0, Map.of(), curve);
  }
}
