package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one group held at the last sample. Immutable.
 *
 * @param spread the greatest of {@code held} less the least, at this one sample
 * @param suspects the part of the spread that has persisted; 0 unless something leaks
 */
public record GroupReport(
    ResourceGroup group, Map<Resource, Long> held, long spread, long suspects) {
  public GroupReport {
    held = Collections.unmodifiableMap(new EnumMap<>(held));
  }

  /** For a log line: {@code sockets=4 connection_actors=3}. */
  String figures() {
    return held.entrySet().stream()
        .map(entry -> entry.getKey().label() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
