package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class OpsAccessIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TOKEN = "first-token-of-the-ops";
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0 }
                  lifeline.edge.ops { port = 0, tokens = [%s, another-token-of-the-ops] }
                  """
                      .formatted(TOKEN))));

  @AfterAll
  static void end() {
    NODE.close();
  }

  static List<String> guarded() {
    return List.of(
        "metrics",
        "ops/connections",
        "ops/actors",
        "ops/actors/groups",
        "ops/stuck",
        "ops/threads");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void isGrantedToWhoHasAToken(String path) throws Exception {
    assertThat(get(path, "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(get(path, "bearer another-token-of-the-ops").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void isRefusedToAllOthers(String path) throws Exception {
    for (String authorization :
        new String[] {"", "Bearer", "Bearer first-token", "Basic " + TOKEN, TOKEN}) {
      HttpResponse<String> answer = get(path, authorization);

      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"lifeline ops\"");
      assertThat(answer.body()).contains("lifeline.edge.ops.tokens").doesNotContain(TOKEN);
    }
  }

  @Test
  void healthNeedsNone() throws Exception {
    assertThat(get("health/live", "").statusCode()).isEqualTo(200);
    assertThat(get("health/ready", "").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl()).resolve(path))
            .timeout(Duration.ofSeconds(20));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
