package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportedFiguresTest {
  private static final String TEXT =
      """
      # HELP lifeline_connections_closed_total Connections ended, by reason.
      # TYPE lifeline_connections_closed_total counter
      lifeline_connections_closed_total{reason="peer_closed"} 3.0
      lifeline_connections_closed_total{reason="silent peer {of old}"} 4.0
      lifeline_connections_closed_total_of_others 100.0
      lifeline_connections_opened_total 9.0
      lifeline_leak_suspects 2.0
      lifeline_heartbeat_round_trip_seconds_bucket{le="0.01"} 5.0
      lifeline_heartbeat_round_trip_seconds_bucket{le="2.5"} 7.0
      lifeline_heartbeat_round_trip_seconds_bucket{le="+Inf"} 8.0
      lifeline_heartbeat_round_trip_seconds_count 8.0
      """;

  private final ExportedFigures figures =
      ExportedFigures.of(TEXT, Set.of(Metric.CLOSED, Metric.LEAK_SUSPECTS, Metric.STUCK_ACTORS));

  @Test
  void totalsAreOverAllTags() {
    assertThat(figures.totals()).isEqualTo(Map.of(Metric.CLOSED, 7.0, Metric.LEAK_SUSPECTS, 2.0));
  }

  @Test
  void whatIsNotExportedYetIsZero() {
    assertThat(figures.total(Metric.STUCK_ACTORS)).isZero();
  }

  @Test
  void roundTripsAreCountedUpToEachLimit() {
    assertThat(figures.roundTrips())
        .containsExactly(
            Map.entry(0.01, 5L), Map.entry(2.5, 7L), Map.entry(Double.POSITIVE_INFINITY, 8L));
  }
}
