package io.lifeline.telemetry.inspection.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementJsonTest {
  @Test
  void itSaysWhatIsWrongWhereAndWhereToReadOn() throws JsonProcessingException {
    Diagnosis diagnosis =
        diagnosis(
            result("fine", Finding.of(Severity.OK, "Fine.")),
            result("disk", Finding.of(Severity.WARNING, "Little is free.")),
            result("leaks", Finding.of(Severity.CRITICAL, "It \"leaks\".")));

    String expected =
        """
        {"id":"20261126-1","report":"https://ops/node-1/ops/inspections/20261126-1",\
        "node":"node-1","cluster":"blue","severity":"critical","verdict":"It \\"leaks\\".",\
        "at":"2026-11-26T12:00:00Z","took_ms":7,\
        "trigger":{"kind":"alert","reason":"LifelineLeakSuspects"},\
        "findings":[\
        {"check":"leaks","severity":"critical","statement":"It \\"leaks\\"."},\
        {"check":"disk","severity":"warning","statement":"Little is free."}]}""";
    assertThat(json(diagnosis, "https://ops/node-1"))
        .isEqualTo(new JsonMapper().readTree(expected));
  }

  @Test
  void withoutALinkThePathIsThere() throws JsonProcessingException {
    JsonNode json = json(diagnosis(result("fine", Finding.of(Severity.OK, "Fine."))), "");

    assertThat(json.path("report").asText()).isEqualTo("/ops/inspections/20261126-1");
    assertThat(json.path("findings")).isEmpty();
  }

  @Test
  void ofManyFindingsTheWorstAreThere() throws JsonProcessingException {
    CheckResult[] many =
        IntStream.range(0, 50)
            .mapToObj(i -> result("check-" + i, Finding.of(Severity.WARNING, "x".repeat(10_000))))
            .toArray(CheckResult[]::new);
    many[49] = result("worst", Finding.of(Severity.CRITICAL, "It burns."));

    JsonNode json = json(diagnosis(many), "");

    assertThat(json.path("findings")).hasSize(AnnouncementJson.MAX_FINDINGS);
    assertThat(json.at("/findings/0/check").asText()).isEqualTo("worst");
    assertThat(json.toString()).hasSizeLessThan(8 << 10);
  }

  private static JsonNode json(Diagnosis diagnosis, String link) throws JsonProcessingException {
    return new JsonMapper().readTree(AnnouncementJson.of(diagnosis, "blue", link));
  }

  private static CheckResult result(String check, Finding finding) {
    return new CheckResult(check, CheckResult.Outcome.ENDED, Duration.ZERO, List.of(finding));
  }

  private static Diagnosis diagnosis(CheckResult... results) {
    return new Diagnosis(
        "20261126-1",
        "node-1",
        new Trigger(Trigger.Kind.ALERT, "LifelineLeakSuspects"),
        Instant.parse("2026-11-26T12:00:00Z"),
        Duration.ofMillis(7),
        List.of(results));
  }
}
