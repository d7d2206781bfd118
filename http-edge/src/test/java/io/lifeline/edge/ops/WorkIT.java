package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WorkIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0, ops.port = 0 }
                  lifeline.telemetry.stuck { every = 100ms, message-limit = 1s }
                  kamon.metric.tick-interval = 200ms
                  """)));

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void anActorThatBlocksIsShownWithItsStackUntilItGoesOn() {
    CountDownLatch release = new CountDownLatch(1);
    ActorRef<String> actor = spawnBlocking(release);
    try {
      actor.tell("block");
      Await.holds(() -> assertThat(json("ops/stuck").path("total").asInt()).isEqualTo(1));

      JsonNode stuck = json("ops/stuck").path("stuck").get(0);

      assertThat(stuck.path("path").asText()).isEqualTo("/system/blocks");
      assertThat(stuck.path("trouble").asText()).isEqualTo("in_work");
      assertThat(stuck.path("doing").asText()).isEqualTo("java.lang.String");
      assertThat(stuck.path("at_it_ms").asLong()).isBetween(1_000L, 60_000L);
      assertThat(stuck.path("certain").asBoolean()).isTrue();
      JsonNode stack = stuck.path("stacks").get(0);
      assertThat(stack.path("thread").asText()).startsWith("lifeline-pekko.actor.default-disp");
      assertThat(stack.path("state").asText()).isEqualTo("waiting");
      assertThat(stack.path("frames").toString()).contains("WorkIT.", "CountDownLatch.await(");
      assertThat(get("ops/stuck?format=text").body())
          .contains("/system/blocks", "CountDownLatch.await(");
      Await.holds(
          () ->
              assertThat(get("metrics").body()).containsPattern("lifeline_stuck_actors\\S* 1\\.0"));
    } finally {
      release.countDown();
    }
    Await.holds(() -> assertThat(json("ops/stuck").path("total").asInt()).isZero());
    assertThat(get("ops/stuck?format=text").body()).startsWith("none stuck of ");
    Await.holds(
        () -> assertThat(get("metrics").body()).containsPattern("lifeline_stuck_actors\\S* 0\\.0"));
  }

  @Test
  void threadsAreShownTogetherIfTheyDoTheSame() {
    JsonNode threads = json("ops/threads");

    assertThat(threads.path("threads").asInt()).isGreaterThan(10);
    assertThat(threads.path("node").asText()).isNotEmpty();
    assertThat(threads.path("deadlocked")).isEmpty();
    assertThat(threads.path("states").path("runnable").asInt()).isPositive();
    assertThat(threads.path("groups").findValuesAsText("pool"))
        .contains("lifeline-pekko.actor.default-dispatcher", "lifeline-stuck-watch");
    assertThat(get("ops/threads?format=text").body())
        .contains(" threads: ", "no deadlock\n", "\n    at ");
    assertThat(get("ops/threads?format=folded").body())
        .containsPattern("(?m)^lifeline-stuck-watch;java\\.lang\\.Thread\\.run;.* 1$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops/stuck?format=folded | format: folded (expected: one of json, text)",
        "ops/stuck?limit=1 | limit: 1 (expected: no such key, but [format])",
        "ops/threads?format=xml | format: xml (expected: one of json, text, folded)",
      })
  void aWrongQuestionIsToldWhatIsRight(String path, String line) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(line + "\n");
  }

  private static ActorRef<String> spawnBlocking(CountDownLatch release) {
    return NODE.system()
        .systemActorOf(
            Behaviors.receiveMessage(
                message -> {
                  release.await();
                  return Behaviors.same();
                }),
            "blocks",
            Props.empty());
  }

  private static JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiJson.read(ByteString.fromString(answer.body())).orElseThrow();
  }

  private static HttpResponse<String> get(String path) {
    return CLIENT
        .sendAsync(
            HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .join();
  }
}
