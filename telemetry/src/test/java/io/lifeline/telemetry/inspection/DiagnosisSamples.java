package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Diagnoses for tests of what is made of them. */
public final class DiagnosisSamples {
  private DiagnosisSamples() {}

  /** One with each kind of evidence, whose every text is {@code text}. */
  public static Diagnosis saying(String id, String text) {
    Finding finding =
        Finding.of(Severity.CRITICAL, text)
            .with(
                new Evidence.Figures(List.of(new Evidence.Figure(text, text))),
                new Evidence.Table(text, List.of(text), List.of(List.of(text))),
                new Evidence.Bars(text, text, List.of(new Evidence.Bar(text, 3))),
                new Evidence.Plot(
                    text,
                    text,
                    List.of(1L, 2L),
                    List.of(new Evidence.Line(text, List.of(1.0, 2.0)))))
            .next(text)
            .see("LifelineLeakSuspects");
    return new Diagnosis(
        id,
        text,
        new Trigger(Trigger.Kind.ALERT, text),
        Instant.parse("2026-11-26T12:00:00Z"),
        Duration.ofMillis(7),
        List.of(
            new CheckResult(
                text, CheckResult.Outcome.ENDED, Duration.ofMillis(3), List.of(finding))));
  }
}
