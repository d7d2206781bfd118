package io.lifeline.telemetry.inspection.alerts;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.inspection.Inspections;
import io.lifeline.telemetry.inspection.Trigger;
import io.lifeline.telemetry.inspection.report.Runbook;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns alerts that fire into inspections: one for each incident within {@link #FOLDED_FOR}, and no
 * more than {@value #BURST} at once and one a minute after that. Whatever comes is counted by its
 * outcome; nothing else happens. Thread-safe, and never blocks for long.
 */
public final class AlertDesk {
  /** What is said again of an incident within this is about the same inspection. */
  static final Duration FOLDED_FOR = Duration.ofMinutes(10);

  static final int BURST = 5;
  private static final Duration REFILL = Duration.ofMinutes(1);
  private static final int INCIDENTS = 256;

  private record Incident(String inspection, long atNanos) {}

  private static final class Latest extends LinkedHashMap<String, Incident> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
      return size() > INCIDENTS;
    }
  }

  private final Inspections inspections;
  private final EventSink events;
  private final TimeMeter time;
  private final Bucket bucket;
  private final Map<String, Incident> incidents = new Latest();

  /**
   * @param time of the rate limit and of folding
   */
  public AlertDesk(Inspections inspections, EventSink events, TimeMeter time) {
    this.inspections = inspections;
    this.events = events;
    this.time = time;
    this.bucket =
        Bucket.builder()
            .withCustomTimePrecision(time)
            .addLimit(limit -> limit.capacity(BURST).refillIntervally(1, REFILL))
            .build();
  }

  /** What is sent as a notification. */
  public AlertAnswer receive(byte[] body) {
    return counted(
        AlertNotification.of(body)
            .map(this::answer)
            .orElseGet(() -> new AlertAnswer(AlertAnswer.Outcome.MALFORMED, "")));
  }

  /** Somebody without a token sent something. */
  public void refused() {
    events.add(Metric.ALERTS, AlertAnswer.Outcome.UNAUTHENTICATED.label(), 1);
  }

  private AlertAnswer counted(AlertAnswer answer) {
    events.add(Metric.ALERTS, answer.outcome().label(), 1);
    return answer;
  }

  private synchronized AlertAnswer answer(AlertNotification notification) {
    if (notification.firing().isEmpty()) {
      return new AlertAnswer(AlertAnswer.Outcome.RESOLVED, "");
    }
    List<String> known =
        notification.firing().stream()
            .filter(firing -> Runbook.section(firing.name()).isPresent())
            .map(AlertNotification.Firing::toString)
            .toList();
    if (known.isEmpty()) {
      return new AlertAnswer(AlertAnswer.Outcome.UNKNOWN, "");
    }
    long now = time.currentTimeNanos();
    Incident before = incidents.get(notification.group());
    if (before != null && now - before.atNanos() < FOLDED_FOR.toNanos()) {
      return new AlertAnswer(AlertAnswer.Outcome.FOLDED, before.inspection());
    }
    if (!bucket.tryConsume(1)) {
      return new AlertAnswer(AlertAnswer.Outcome.LIMITED, "");
    }
    Inspections.Asked asked =
        inspections.ask(new Trigger(Trigger.Kind.ALERT, String.join(", ", known)));
    incidents.put(notification.group(), new Incident(asked.id(), now));
    return new AlertAnswer(
        asked.begun() ? AlertAnswer.Outcome.INSPECTED : AlertAnswer.Outcome.FOLDED, asked.id());
  }
}
