package io.lifeline.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is held at this moment. Each resource is counted where it is made and where its end
 * is seen, independently of the others, so that a difference between two of them is evidence.
 *
 * <p>Thread-safe; adding never contends.
 */
public final class ResourceLedger {
  private final Map<Resource, LongAdder> held = new EnumMap<>(Resource.class);

  public ResourceLedger() {
    for (Resource resource : Resource.values()) {
      held.put(resource, new LongAdder());
    }
  }

  public void acquired(Resource resource) {
    adder(resource).increment();
  }

  public void released(Resource resource) {
    adder(resource).decrement();
  }

  /** How many are held now; exact when nothing is in motion. */
  public long held(Resource resource) {
    return adder(resource).sum();
  }

  private LongAdder adder(Resource resource) {
    LongAdder adder = held.get(resource);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + resource);
    }
    return adder;
  }
}
