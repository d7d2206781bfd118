package io.lifeline.telemetry;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An {@link EventSink} that tests can ask. Thread-safe. */
public final class RecordingEventSink implements EventSink {
  private final Map<String, Long> values = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> recorded = new ConcurrentHashMap<>();

  @Override
  public void add(Metric metric, long amount) {
    add(metric, "", amount);
  }

  @Override
  public void add(Metric metric, String tagValue, long amount) {
    values.merge(key(metric, tagValue), amount, Long::sum);
  }

  @Override
  public void set(Metric metric, long value) {
    set(metric, "", value);
  }

  @Override
  public void set(Metric metric, String tagValue, long value) {
    values.put(key(metric, tagValue), value);
  }

  @Override
  public void record(Metric metric, long nanoseconds) {
    record(metric, "", nanoseconds, 1);
  }

  @Override
  public void record(Metric metric, String tagValue, long nanoseconds, long times) {
    List<Long> durations =
        recorded.computeIfAbsent(key(metric, tagValue), m -> new CopyOnWriteArrayList<>());
    durations.addAll(Collections.nCopies((int) times, nanoseconds));
  }

  public long value(Metric metric) {
    return value(metric, "");
  }

  public long value(Metric metric, String tagValue) {
    return values.getOrDefault(key(metric, tagValue), 0L);
  }

  public List<Long> recorded(Metric metric) {
    return recorded(metric, "");
  }

  public List<Long> recorded(Metric metric, String tagValue) {
    return List.copyOf(recorded.getOrDefault(key(metric, tagValue), List.of()));
  }

  private static String key(Metric metric, String tagValue) {
    return metric.name() + "|" + tagValue;
  }
}
