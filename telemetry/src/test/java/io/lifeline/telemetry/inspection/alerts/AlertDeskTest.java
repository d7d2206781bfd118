package io.lifeline.telemetry.inspection.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.inspection.FakeCheck;
import io.lifeline.telemetry.inspection.InspectionSettings;
import io.lifeline.telemetry.inspection.Inspections;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trigger;
import io.lifeline.telemetry.inspection.report.Reports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AlertDeskTest {
  private static final String LEAK = "LifelineLeakSuspects";

  /** As Alertmanager 0.27 sends it. */
  private static final String NOTIFICATION =
      """
      {"receiver":"lifeline","status":"%2$s","alerts":[{"status":"%2$s","labels":{"alertname":"%3$s",
      "instance":"10.0.0.1:8081","severity":"page"},"annotations":{"summary":"It leaks."},
      "startsAt":"2026-11-26T12:00:00.000Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/",
      "fingerprint":"c01"}],"groupLabels":{"alertname":"%3$s"},"commonLabels":{},
      "commonAnnotations":{},"externalURL":"http://a:9093","version":"4","groupKey":"%1$s",
      "truncatedAlerts":0}
      """;

  private static final class SetTime implements TimeMeter {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long currentTimeNanos() {
      return nanos.get();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }

    void pass(Duration duration) {
      nanos.addAndGet(duration.toNanos());
    }
  }

  private final RecordingEventSink events = new RecordingEventSink();
  private final SetTime time = new SetTime();
  private final Inspections inspections =
      new Inspections(
          "node-1",
          List.of(FakeCheck.finding("fine", Severity.OK, "Fine.")),
          new Reports(
              new InspectionSettings(
                  Optional.empty(), 10, 1 << 20, Duration.ofSeconds(5), Duration.ZERO, List.of()),
              events),
          events,
          Clock.systemUTC(),
          diagnosis -> {});
  private final AlertDesk desk = new AlertDesk(inspections, events, time);

  @AfterEach
  void end() {
    inspections.close();
  }

  @Test
  void anAlertThatFiresBeginsAnInspectionThatNamesIt() {
    AlertAnswer answer = send("one", "firing", LEAK);

    assertThat(answer.outcome()).isEqualTo(AlertAnswer.Outcome.INSPECTED);
    awaitEnd(answer);
    assertThat(inspections.reports().latest())
        .singleElement()
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.id()).isEqualTo(answer.inspection());
              assertThat(diagnosis.trigger())
                  .isEqualTo(new Trigger(Trigger.Kind.ALERT, LEAK + " at 10.0.0.1:8081"));
            });
    assertThat(events.value(Metric.ALERTS, "inspected")).isEqualTo(1);
  }

  @Test
  void itIsSaidWhichNodesTheAlertIsAbout() {
    AlertAnswer answer =
        desk.receive(
            """
            {"version":"4","groupKey":"one","alerts":[
            {"status":"firing","labels":{"alertname":"LifelineLeakSuspects","instance":"a:1"}},
            {"status":"firing","labels":{"alertname":"SomebodyElses","instance":"b:1"}},
            {"status":"resolved","labels":{"alertname":"LifelineLeakSuspects","instance":"c:1"}},
            {"status":"firing","labels":{"alertname":"LifelineLeakSuspects","instance":"d:1"}},
            {"status":"firing","labels":{"alertname":"LifelineLeakSuspects","instance":"a:1"}}]}
            """
                .getBytes(StandardCharsets.UTF_8));

    awaitEnd(answer);
    assertThat(inspections.reports().latest().get(0).trigger().reason())
        .isEqualTo("LifelineLeakSuspects at a:1, LifelineLeakSuspects at d:1");
  }

  @Test
  void whatIsSaidAgainOfAnIncidentIsFoldedUntilItIsOld() {
    AlertAnswer first = send("one", "firing", LEAK);
    awaitEnd(first);
    time.pass(AlertDesk.FOLDED_FOR.minusSeconds(1));

    assertThat(send("one", "firing", LEAK))
        .isEqualTo(new AlertAnswer(AlertAnswer.Outcome.FOLDED, first.inspection()));

    time.pass(Duration.ofSeconds(1));
    assertThat(send("one", "firing", LEAK).outcome()).isEqualTo(AlertAnswer.Outcome.INSPECTED);
  }

  @Test
  void aFloodOfIncidentsIsLimitedAndCounted() {
    List<AlertAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      AlertAnswer answer = send("incident-" + i, "firing", LEAK);
      answers.add(answer);
      awaitEnd(answer);
    }

    assertThat(answers.subList(0, AlertDesk.BURST))
        .extracting(AlertAnswer::outcome)
        .containsOnly(AlertAnswer.Outcome.INSPECTED);
    assertThat(answers.subList(AlertDesk.BURST, 1_000))
        .extracting(AlertAnswer::outcome)
        .containsOnly(AlertAnswer.Outcome.LIMITED);
    assertThat(events.value(Metric.ALERTS, "limited")).isEqualTo(1_000 - AlertDesk.BURST);

    time.pass(Duration.ofMinutes(1));
    assertThat(send("another", "firing", LEAK).outcome()).isEqualTo(AlertAnswer.Outcome.INSPECTED);
  }

  @Test
  void whatIsResolvedOrUnknownBeginsNothing() {
    assertThat(send("one", "resolved", LEAK).outcome()).isEqualTo(AlertAnswer.Outcome.RESOLVED);
    assertThat(send("two", "firing", "SomebodyElses").outcome())
        .isEqualTo(AlertAnswer.Outcome.UNKNOWN);

    assertThat(inspections.reports().latest()).isEmpty();
    assertThat(events.value(Metric.ALERTS, "resolved")).isEqualTo(1);
    assertThat(events.value(Metric.ALERTS, "unknown")).isEqualTo(1);
    assertThat(events.value(Metric.INSPECTIONS, "ok")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "null",
        "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":[]}",
        "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":[{\"status\":\"firing\"}]}",
        "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":[7]}",
        "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":{\"a\":1}}",
        "{\"version\":\"3\",\"groupKey\":\"g\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"LifelineLeakSuspects\"}}]}",
        "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"LifelineLeakSuspects\"}}]}",
        "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":[{\"status\":\"odd\",\"labels\":{\"alertname\":\"LifelineLeakSuspects\"}}]}"
      })
  void whatIsNoNotificationIsCountedOnly(String body) {
    assertThat(desk.receive(body.getBytes(StandardCharsets.UTF_8)).outcome())
        .isEqualTo(AlertAnswer.Outcome.MALFORMED);

    assertThat(events.value(Metric.ALERTS, "malformed")).isEqualTo(1);
    assertThat(inspections.reports().latest()).isEmpty();
  }

  @Test
  void deepNestingIsNoNotification() {
    assertThat(desk.receive("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)).outcome())
        .isEqualTo(AlertAnswer.Outcome.MALFORMED);
  }

  private AlertAnswer send(String group, String status, String name) {
    return desk.receive(
        NOTIFICATION.formatted(group, status, name).getBytes(StandardCharsets.UTF_8));
  }

  /** So that what comes next does not join it. */
  private void awaitEnd(AlertAnswer answer) {
    while (inspections.isRunning(answer.inspection())) {
      Thread.onSpinWait();
    }
  }
}
