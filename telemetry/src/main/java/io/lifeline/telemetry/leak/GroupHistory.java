package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The last {@value #SAMPLES} spreads of one group, and what of them persists.
 *
 * <p>A connection that opens or ends is counted in one place a moment before the next, so a single
 * spread means nothing. Its minimum over several seconds does. Not thread-safe.
 */
final class GroupHistory {
  static final int SAMPLES = 5;

  private final ResourceGroup group;
  private final long[] spreads = new long[SAMPLES];
  private int taken;

  GroupHistory(ResourceGroup group) {
    this.group = group;
  }

  GroupReport sample(ResourceLedger ledger) {
    Map<Resource, Long> held = new EnumMap<>(Resource.class);
    for (Resource resource : group.resources()) {
      held.put(resource, ledger.held(resource));
    }
    long spread = Collections.max(held.values()) - Collections.min(held.values());
    spreads[taken % SAMPLES] = spread;
    taken++;
    return new GroupReport(group, held, spread, persistent());
  }

  /** 0 as long as fewer samples were taken than it needs. */
  private long persistent() {
    return Arrays.stream(spreads).min().orElse(0);
  }
}
