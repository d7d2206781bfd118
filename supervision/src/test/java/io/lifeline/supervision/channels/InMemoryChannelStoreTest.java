package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Publication;
import io.lifeline.supervision.MovableClock;
import java.time.Duration;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class InMemoryChannelStoreTest {
  private final MovableClock clock = new MovableClock();
  private final InMemoryChannelStore store =
      new InMemoryChannelStore(
          new ChannelSettings(100, 3, Duration.ofMinutes(10), 1024, 10), clock, "life");

  @Test
  void offsetsGrowByOneWithinAnEpoch() {
    Publication first = append("news");
    Publication second = append("news");
    append("other");
    Publication third = append("news");

    assertThat(first.offset()).isEqualTo(1);
    assertThat(second.offset()).isEqualTo(2);
    assertThat(third.offset()).isEqualTo(3);
    assertThat(third.epoch()).isEqualTo(first.epoch());
  }

  @Test
  void leastRecentlyPublishedChannelIsForgottenAtTheLimitAndBeginsANewEpoch() {
    Publication before = append("a");
    append("b");
    append("c");
    append("b");
    append("d");

    assertThat(store.channels()).isEqualTo(3);
    assertThat(append("b").offset()).isEqualTo(3);
    Publication after = append("a");
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void idleChannelIsForgottenAfterItsTime() {
    Publication before = append("a");
    clock.pass(Duration.ofMinutes(10));
    assertThat(append("a").offset()).isEqualTo(2);
    clock.pass(Duration.ofMinutes(11));
    append("b");

    assertThat(store.channels()).isEqualTo(1);
    assertThat(append("a").epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void channelsAndLivesHaveEpochsOfTheirOwn() {
    InMemoryChannelStore next =
        new InMemoryChannelStore(
            new ChannelSettings(100, 3, Duration.ofMinutes(10), 1024, 10), clock, "other-life");

    String epoch = append("a").epoch();
    assertThat(append("b").epoch()).isNotEqualTo(epoch);
    assertThat(next.append("a", ByteString.fromString("1")).epoch()).isNotEqualTo(epoch);
  }

  private Publication append(String channel) {
    return store.append(channel, ByteString.fromString("1"));
  }
}
