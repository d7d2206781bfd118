package io.lifeline.telemetry.inspection.alerts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Alertmanager sends to a webhook: the alerts of one group. Immutable.
 *
 * @param group what Alertmanager holds for one incident, the same in each notification of it
 * @param firing those that fire, each once; none if all are resolved
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">
 *     webhook_config</a>
 */
public record AlertNotification(String group, List<Firing> firing) {
  /**
   * An alert that fires.
   *
   * @param instance what it is about, usually a node; empty if it is about all
   */
  public record Firing(String name, String instance) {
    /** For people. */
    @Override
    public String toString() {
      return instance.isEmpty() ? name : name + " at " + instance;
    }
  }

  private static final int MAX_ALERTS = 1_000;
  private static final int MAX_TEXT = 1_000;
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  public AlertNotification {
    firing = List.copyOf(firing);
  }

  /** Empty if it is not JSON of version 4 with a group's key and 1 to 1,000 alerts with names. */
  public static Optional<AlertNotification> of(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      String group = json.path("groupKey").asText();
      JsonNode alerts = json.path("alerts");
      boolean known =
          json.path("version").asText().equals("4")
              && isShort(group)
              && alerts.isArray()
              && !alerts.isEmpty()
              && alerts.size() <= MAX_ALERTS;
      return known ? firing(alerts).map(firing -> new AlertNotification(group, firing)) : none();
    } catch (JacksonException e) {
      return none(); // what a caller sent is answered, not thrown
    } catch (IOException e) {
      throw new IllegalStateException("bytes that could not be read", e);
    }
  }

  private static Optional<List<Firing>> firing(JsonNode alerts) {
    Set<Firing> firing = new LinkedHashSet<>();
    for (JsonNode alert : alerts) {
      String name = alert.path("labels").path("alertname").asText();
      String status = alert.path("status").asText();
      if (!isShort(name) || !List.of("firing", "resolved").contains(status)) {
        return Optional.empty();
      }
      if (status.equals("firing")) {
        firing.add(new Firing(name, alert.path("labels").path("instance").asText()));
      }
    }
    return Optional.of(List.copyOf(firing));
  }

  private static boolean isShort(String text) {
    return !text.isEmpty() && text.length() <= MAX_TEXT;
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
