package io.lifeline.load.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AtRestTest {
  private static final Snapshot BASELINE =
      new Snapshot(
          Map.of("heartbeats", 0L, "connection_actors", 0L), Map.of("peer_closed", 5L), 0, 0, 70);

  private final Expectation expectation = new Expectation();

  @Test
  void theBaselineItselfIsAtRest() {
    assertThat(AtRest.differences(BASELINE, BASELINE, expectation)).isEmpty();
  }

  @Test
  void eachResourceThatIsLeftIsNamed() {
    Snapshot leaky =
        new Snapshot(
            Map.of("heartbeats", 3L, "connection_actors", 1L, "writers", 2L),
            Map.of("peer_closed", 5L),
            4,
            1,
            71);

    assertThat(AtRest.differences(BASELINE, leaky, expectation))
        .containsExactly(
            "connection_actors: 1 (baseline: 0)",
            "heartbeats: 3 (baseline: 0)",
            "writers: 2 (baseline: 0)",
            "WebSockets listed: 1 (baseline: 0)",
            "descriptors: 71 (baseline: 70)",
            "lifeline_leak_suspects: 4 (expected: 0)");
  }

  @Test
  void fewerDescriptorsAreNoLeak() {
    Snapshot fewer = new Snapshot(BASELINE.resources(), BASELINE.closed(), 0, 0, 60);

    assertThat(AtRest.differences(BASELINE, fewer, expectation)).isEmpty();
  }

  @Test
  void aCountBelowTheBaselineDiffersToo() {
    Snapshot negative =
        new Snapshot(
            Map.of("heartbeats", -1L, "connection_actors", 0L), BASELINE.closed(), 0, 0, 70);

    assertThat(AtRest.differences(BASELINE, negative, expectation))
        .containsExactly("heartbeats: -1 (baseline: 0)");
  }

  @Test
  void endsAreComparedWithWhatWasExpected() {
    expectation.ended(2, CloseReason.KICKED);
    expectation.ended(1, CloseReason.KICKED);
    Snapshot now = closed(Map.of("peer_closed", 6L, "kicked", 2L, "http_ended", 40L));

    assertThat(AtRest.differences(BASELINE, now, expectation))
        .containsExactly(
            "closed as kicked: 2 (expected: 3)", "closed as peer_closed: 1 (expected: 0)");
  }

  @Test
  void reasonsBetweenWhichTheKernelDecidesAreSummedUp() {
    expectation.ended(10, CloseReason.PEER_RESET);
    expectation.ended(5, CloseReason.PEER_RESET, CloseReason.PEER_ENDED);
    Map<String, Long> counts = Map.of("peer_closed", 5L, "peer_reset", 11L, "peer_ended", 4L);

    assertThat(AtRest.differences(BASELINE, closed(counts), expectation)).isEmpty();

    expectation.ended(1, CloseReason.PEER_ENDED);
    assertThat(AtRest.differences(BASELINE, closed(counts), expectation))
        .containsExactly("closed as peer_ended or peer_reset: 15 (expected: 16)");
  }

  @Test
  void theHeapMayGrowByFivePercentAndNoMore() {
    assertThat(AtRest.heapDifferences(1_000_000, 1_050_000)).isEmpty();
    assertThat(AtRest.heapDifferences(1_000_000, 900_000)).isEmpty();
    assertThat(AtRest.heapDifferences(1_000_000, 1_051_000))
        .containsExactly(
            "live heap: 1,051,000 bytes, 5.1 % above the baseline of 1,000,000 (expected: at most"
                + " 5 %)");
  }

  private static Snapshot closed(Map<String, Long> counts) {
    return new Snapshot(BASELINE.resources(), counts, 0, 0, 70);
  }
}
