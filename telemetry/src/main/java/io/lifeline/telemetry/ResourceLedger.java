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
  private final Map<Resource, LongAdder> acquired = counters();
  private final Map<Resource, LongAdder> released = counters();

  public void acquired(Resource resource) {
    adder(acquired, resource).increment();
  }

  public void released(Resource resource) {
    adder(released, resource).increment();
  }

  /** How many are held now; exact when nothing is in motion. */
  public long held(Resource resource) {
    // In this order, so that one which comes and goes meanwhile does not count as less than none.
    long gone = releasedSoFar(resource);
    return acquiredSoFar(resource) - gone;
  }

  /** How many there were since the start. */
  public long acquiredSoFar(Resource resource) {
    return adder(acquired, resource).sum();
  }

  /** How many of them are gone. */
  public long releasedSoFar(Resource resource) {
    return adder(released, resource).sum();
  }

  private static Map<Resource, LongAdder> counters() {
    Map<Resource, LongAdder> counters = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      counters.put(resource, new LongAdder());
    }
    return counters;
  }

  private static LongAdder adder(Map<Resource, LongAdder> counters, Resource resource) {
    LongAdder adder = counters.get(resource);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + resource);
    }
    return adder;
  }
}
