package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the ops page and its figures, at a node that asks for a token. */
@Timeout(60)
class OpsPageIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TOKEN = "a-token-of-the-ops-page";
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0 }
                  lifeline.edge.ops { port = 0, tokens = [%s] }
                  """
                      .formatted(TOKEN))));

  /** What a file of the page asks for: imports, links and scripts. */
  private static final Pattern NEEDED =
      Pattern.compile("(?:from|href=|src=) ?\"(?:\\./)?([a-z0-9.-]+\\.(?:js|css|html))\"");

  @AfterAll
  static void end() {
    NODE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ops/ui/, text/html; charset=UTF-8",
    "ops/ui/index.html, text/html; charset=UTF-8",
    "ops/ui/ops.css, text/css; charset=UTF-8",
    "ops/ui/page.js, text/javascript; charset=UTF-8",
    "ops/ui/report.html, text/html; charset=UTF-8",
  })
  void filesAreServedWithoutTokenAndAskedForAgain(String path, String type) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get(path, "If-None-Match", header(answer, "ETag")).statusCode()).isEqualTo(304);
    assertThat(get(path, "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
  }

  @Test
  void policyOfThePageAllowsNothingInline() throws Exception {
    assertThat(header(get("ops/ui/"), "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(get("ops/ui/").body()).doesNotContain("style=", "onclick", "<style", "<script>");
  }

  @Test
  void chartLibraryIsKeptForGood() throws Exception {
    HttpResponse<String> answer = get("ops/ui/" + PageRoutes.CHARTS);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.body()).contains("Licensed to the Apache Software Foundation");
    assertThat(
            header(
                get("ops/ui/" + PageRoutes.CHARTS, "Accept-Encoding", "gzip"), "Content-Encoding"))
        .isEqualTo("gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "report.html"})
  void everyFileThatThePageNeedsIsThere(String begin) throws Exception {
    List<String> seen = new ArrayList<>(List.of(begin));
    for (int i = 0; i < seen.size(); i++) {
      HttpResponse<String> answer = get("ops/ui/" + seen.get(i));
      assertThat(answer.statusCode()).as(seen.get(i)).isEqualTo(200);
      if (!seen.get(i).startsWith("echarts")) {
        NEEDED
            .matcher(answer.body())
            .results()
            .map(found -> found.group(1))
            .filter(name -> !seen.contains(name))
            .forEach(seen::add);
      }
    }
    assertThat(seen).contains("node.js", "ops.css");
  }

  @Test
  void opsItselfLeadsToThePage() throws Exception {
    for (String path : List.of("ops", "ops/", "ops/ui")) {
      HttpResponse<String> answer = get(path);

      assertThat(answer.statusCode()).as(path).isEqualTo(302);
      assertThat(header(answer, "Location")).isEqualTo("/ops/ui/");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops/ui/none.js", "ops/ui/a/b", "ops/ui/..%2findex.html"})
  void whatIsNoFileOfThePageIsNotServed(String path) throws Exception {
    assertThat(get(path, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(404);
  }

  @Test
  void figuresAreForThoseWithAToken() throws Exception {
    assertThat(get("ops/overview").statusCode()).isEqualTo(401);
    assertThat(get("ops/overview", "Authorization", "Bearer another").statusCode()).isEqualTo(401);
    assertThat(get("ops/overview?a=b", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(400);

    JsonNode overview =
        ApiJson.read(
                ByteString.fromString(
                    get("ops/overview", "Authorization", "Bearer " + TOKEN).body()))
            .orElseThrow();

    assertThat(overview.path("phase").asText()).isEqualTo("serving");
    assertThat(overview.path("ready").asBoolean()).isTrue();
    assertThat(overview.path("members")).hasSize(1);
    assertThat(overview.path("members").get(0).path("reachable").asBoolean()).isTrue();
    assertThat(overview.path("held").path("websockets").asLong(-1)).isZero();
    assertThat(overview.path("exported").path("leak_suspects").asLong(-1)).isZero();
    assertThat(overview.path("process").path("heap_used").asLong()).isPositive();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl()).resolve(path))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
