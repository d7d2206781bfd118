package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomReadTest {
  /** It may begin anywhere and go over the greatest number. */
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong reads = new AtomicLong();
  private final SeldomRead seldom = new SeldomRead(reads::incrementAndGet, nanoTime::get);

  @Test
  void isReadAnewOnceWhatIsKnownIsOld() {
    assertThat(seldom.getAsLong()).isEqualTo(1);
    assertThat(seldom.getAsLong()).isEqualTo(1);
    nanoTime.addAndGet(Duration.ofSeconds(SeldomRead.SECONDS).toNanos());
    assertThat(seldom.getAsLong()).isEqualTo(1);
    nanoTime.incrementAndGet();
    assertThat(seldom.getAsLong()).isEqualTo(2);
    assertThat(seldom.getAsLong()).isEqualTo(2);
  }
}
