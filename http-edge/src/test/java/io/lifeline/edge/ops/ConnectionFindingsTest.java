package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ConnectionView;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionFindingsTest {
  @Test
  void fewSlowConnectionsAreShownAndWell() {
    List<ConnectionView> views =
        Stream.concat(
                IntStream.range(0, 40).mapToObj(i -> view("fast-" + i, 20, 0)),
                Stream.of(view("snail", 4_000, 0), view("mute", 0, 0)))
            .toList();

    Finding finding = SlowConnections.finding(new Inspection.Seen(9_000, views));

    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.statement())
        .isEqualTo(
            "Of 9,000 open WebSockets 42 were asked: half answer within 20.0 ms, the slowest within"
                + " 4000.0 ms; 0 missed their last heartbeat.");
    assertThat(finding.evidence().get(0).toString()).contains("[[snail, 4000.0 ms,");
  }

  @Test
  void manyThatMissTheirHeartbeatsAreAWarning() {
    List<ConnectionView> views =
        IntStream.range(0, 10).mapToObj(i -> view("c-" + i, 20, i < 2 ? 1 : 0)).toList();

    assertThat(SlowConnections.finding(new Inspection.Seen(10, views)).severity())
        .isEqualTo(Severity.WARNING);
  }

  private static ConnectionView view(String id, long roundTripMillis, int missed) {
    return new ConnectionView(
        id,
        "active",
        "alice",
        "127.0.0.1:1",
        "plain",
        Duration.ofSeconds(5),
        Duration.ofMillis(roundTripMillis),
        missed,
        List.of(),
        List.of());
  }
}
