package io.lifeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResourceLedgerTest {
  private final ResourceLedger ledger = new ResourceLedger();

  @Test
  void resourcesAreCountedIndependently() {
    ledger.acquired(Resource.SOCKETS);
    ledger.acquired(Resource.SOCKETS);
    ledger.acquired(Resource.WRITERS);
    ledger.released(Resource.SOCKETS);

    assertThat(ledger.held(Resource.SOCKETS)).isEqualTo(1);
    assertThat(ledger.held(Resource.WRITERS)).isEqualTo(1);
    assertThat(ledger.held(Resource.HEARTBEATS)).isZero();
  }

  @Test
  void releasingTwiceShowsAsANegativeNumber() {
    ledger.released(Resource.WRITERS);

    assertThat(ledger.held(Resource.WRITERS)).isEqualTo(-1);
  }

  @Test
  void noCountIsLostBetweenThreads() {
    IntStream.range(0, 100_000).parallel().forEach(i -> ledger.acquired(Resource.HEARTBEATS));

    assertThat(ledger.held(Resource.HEARTBEATS)).isEqualTo(100_000);
  }
}
