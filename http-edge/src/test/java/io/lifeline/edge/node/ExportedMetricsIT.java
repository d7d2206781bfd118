package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.MetricKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node shows as its own at {@code /metrics} is what the catalogue has. */
@Timeout(60)
class ExportedMetricsIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final Pattern TYPES = Pattern.compile("(?m)^# TYPE (lifeline_\\S+) (\\S+)$");
  private static final Pattern TAGS = Pattern.compile("(?m)^(lifeline_\\w+)\\{(\\w+)=");

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void nothingIsExportedThatTheCatalogueLacks() {
    Await.holds(() -> assertThat(types(scrape())).isNotEmpty());

    assertThat(types(scrape())).isSubsetOf(catalogue(Stream.of(Metric.values())));
  }

  @Test
  void whatHasNoTagIsExportedFromTheStart() {
    Set<String> untagged =
        catalogue(Stream.of(Metric.values()).filter(metric -> metric.tag().isEmpty()));

    Await.holds(() -> assertThat(types(scrape())).containsAll(untagged));
  }

  @Test
  void eachIsTaggedAsTheCatalogueSays() {
    Await.holds(() -> assertThat(tags(scrape())).contains("lifeline_resources resource"));

    Set<String> known =
        Arrays.stream(Metric.values())
            .filter(metric -> !metric.tag().isEmpty())
            .map(metric -> metric.exportedName() + " " + metric.tag())
            .collect(Collectors.toSet());
    assertThat(tags(scrape())).isSubsetOf(known);
  }

  private static Set<String> catalogue(Stream<Metric> metrics) {
    return metrics
        .map(metric -> metric.exportedName() + " " + prometheusKind(metric.kind()))
        .collect(Collectors.toSet());
  }

  private static String prometheusKind(MetricKind kind) {
    return kind == MetricKind.TIMER ? "histogram" : kind.name().toLowerCase(Locale.ROOT);
  }

  private static Set<String> types(String text) {
    return TYPES
        .matcher(text)
        .results()
        .map(found -> found.group(1) + " " + found.group(2))
        .collect(Collectors.toSet());
  }

  /** Of every series but a histogram's, whose buckets carry their bounds as a tag. */
  private static Set<String> tags(String text) {
    return TAGS.matcher(text)
        .results()
        .filter(found -> !found.group(1).endsWith("_bucket"))
        .map(ExportedMetricsIT::nameAndTag)
        .collect(Collectors.toSet());
  }

  private static String nameAndTag(MatchResult found) {
    return found.group(1) + " " + found.group(2);
  }

  private static String scrape() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl() + "metrics")).build();
    return CLIENT
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body)
        .join();
  }
}
