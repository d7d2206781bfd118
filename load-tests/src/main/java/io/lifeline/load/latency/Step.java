package io.lifeline.load.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one server did at one load: a line of JSON. Times are milliseconds.
 *
 * @param load for people, for example "25 % of saturation"; steps of the same load are drawn side
 *     by side
 * @param saturationPerSecond deliveries in a closed loop; 0 if that was not measured
 * @param lost what was sent and did not arrive within the time to wait
 * @param sendLateP99 how late the generator itself sent; part of the latencies
 * @param generatorCpu the share of a core that the generator took
 * @param latency by name: p50 to p99.99 and max
 * @param curve for a plot
 */
record Step(
    String server,
    String load,
    int connections,
    double saturationPerSecond,
    double messagesPerSecond,
    long sent,
    long delivered,
    long lost,
    double sendLateP99,
    double generatorCpu,
    Map<String, Double> latency,
    List<CurvePoint> curve) {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  Step {
    latency = Collections.unmodifiableMap(new LinkedHashMap<>(latency)); // keeps the order
    curve = List.copyOf(curve);
  }

  /** So many messages, in percent, were at most so late. */
  record CurvePoint(double percentile, double ms) {}

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers is always JSON", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the line is no step
   */
  static Step fromJson(String line) {
    try {
      return JSON.readValue(line, Step.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a result: " + e.getOriginalMessage(), e);
    }
  }
}
