package io.lifeline.telemetry.inspection;

import io.lifeline.telemetry.actortree.GroupSnapshot;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actors of the node when it was last known to be healthy, to compare with. Thread-safe. */
public final class HealthyGroups {
  /**
   * @param websockets how many were open then, which most groups grow with
   */
  public record Kept(Instant at, long websockets, GroupSnapshot groups) {}

  private volatile @Nullable Kept last;

  public void keep(Kept healthy) {
    last = healthy;
  }

  /** Empty before the node was known to be healthy. */
  public Optional<Kept> last() {
    return Optional.ofNullable(last);
  }
}
