package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.ops.KeptSnapshots.Kept;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptSnapshotsTest {
  private static final GroupSnapshot NOTHING = new GroupSnapshot(List.of());

  private final KeptSnapshots kept = new KeptSnapshots();

  @Test
  void theOldestMakesRoom() {
    for (int i = 0; i <= KeptSnapshots.MAX; i++) {
      keep("s" + i, i);
    }

    assertThat(kept.names())
        .hasSize(KeptSnapshots.MAX)
        .startsWith("s" + KeptSnapshots.MAX)
        .doesNotContain("s0");
    assertThat(kept.named("s0")).isEmpty();
  }

  @Test
  void aNameUsedAgainMeansTheNewer() {
    keep("a", 1);
    keep("b", 2);
    keep("a", 3);

    assertThat(kept.names()).containsExactly("a", "b");
    assertThat(kept.named("a").orElseThrow().at()).isEqualTo(Instant.ofEpochSecond(3));
    assertThat(kept.newest()).isEqualTo(kept.named("a"));
  }

  private void keep(String name, long second) {
    kept.keep(new Kept(name, Instant.ofEpochSecond(second), NOTHING));
  }
}
