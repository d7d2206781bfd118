package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.actortree.GroupSnapshot;
import java.util.List;

/** A footprint that never changes, but for descriptors if a test says so. */
final class SteadyFootprint implements Footprint {
  volatile int descriptorsEachLook;
  private long looks; // used by the watch alone

  @Override
  public long descriptors() {
    looks++;
    return 100 + looks * descriptorsEachLook;
  }

  @Override
  public long heapAfterCollections() {
    return 100 << 20;
  }

  @Override
  public long heapLimit() {
    return 1 << 30;
  }

  @Override
  public GroupSnapshot actors() {
    return new GroupSnapshot(List.of());
  }
}
