package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one group held at the last sample. Immutable.
 *
 * @param spread the greatest of {@code held} less the least, at this one sample
 * @param persistent the part of the spread that each of the last samples had
 * @param suspects what of it is no mere motion; 0 unless something leaks
 * @param examples paths of a few that are left over, of actors or of what was one; empty where they
 *     cannot be named
 */
public record GroupReport(
    ResourceGroup group,
    Map<Resource, Long> held,
    long spread,
    long persistent,
    long suspects,
    List<String> examples) {
  public GroupReport {
    held = Collections.unmodifiableMap(new EnumMap<>(held));
    examples = List.copyOf(examples);
  }

  /** For a log line: {@code sockets=4 connection_actors=3}. */
  String figures() {
    return held.entrySet().stream()
        .map(entry -> entry.getKey().label() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
