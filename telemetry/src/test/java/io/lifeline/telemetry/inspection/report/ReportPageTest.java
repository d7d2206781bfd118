package io.lifeline.telemetry.inspection.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.DiagnosisSamples;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE = "</script><script>alert('x\")</script><img src=x>&{{id}}";

  @Test
  void nothingThatWasFoundBecomesMarkup() {
    String page = ReportPage.of(DiagnosisSamples.saying("id-1", HOSTILE));

    assertThat(page)
        .doesNotContain("<script>alert", "<img", "alert('x\")")
        .contains("&lt;img", "{{id}}");
    assertThat(Pattern.compile("</script>").matcher(page).results().count())
        .as("the plot's data and the page's script")
        .isEqualTo(2);
  }

  @Test
  void thePlotsDataIsReadAsItWas() throws Exception {
    String page = ReportPage.of(DiagnosisSamples.saying("id-1", HOSTILE));

    Matcher data =
        Pattern.compile("<script type=\"application/json\">(.*?)</script>").matcher(page);
    assertThat(data.find()).isTrue();
    JsonNode plot = new JsonMapper().readTree(data.group(1));
    assertThat(plot.path("title").asText()).isEqualTo(HOSTILE);
    assertThat(plot.path("lines").get(0).path("values")).hasSize(2);
  }

  @Test
  void itFetchesNothing() {
    String page = ReportPage.of(DiagnosisSamples.saying("id-1", "text"));

    assertThat(page)
        .doesNotContainPattern("(?i)<(link|iframe|object|embed|base)\\b")
        .doesNotContainPattern("(?i)<(script|img)[^>]*\\bsrc\\b")
        .doesNotContainPattern("(?i)@import|url\\(");
  }

  @Test
  void theVerdictComesFirstAndTheRunbookIsQuoted() {
    String page = ReportPage.of(DiagnosisSamples.saying("id-1", "A sentence."));

    assertThat(page.indexOf("<h1>A sentence.</h1>"))
        .isPositive()
        .isLessThan(page.indexOf("What to do"));
    assertThat(page)
        .contains("href=\"#LifelineLeakSuspects\"", "id=\"LifelineLeakSuspects\"")
        .contains("lifeline actors --groups shows how many actors");
  }

  @Test
  void theTextHasTheVerdictAndWhatToDo() {
    Diagnosis diagnosis = DiagnosisSamples.saying("id-1", "text");

    assertThat(ReportText.of(diagnosis))
        .startsWith("CRITICAL: text\n")
        .contains("-> text\n", "-> telemetry/RUNBOOK.md#lifelineleaksuspects\n");
  }
}
