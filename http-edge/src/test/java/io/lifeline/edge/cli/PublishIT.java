package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RecordingListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PublishIT {
  private static final Node NODE = EmbeddedLifeline.start(0);

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void publicationReachesChannelAndUser() throws Exception {
    RecordingListener alice = new RecordingListener();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(NODE.addresses().webSocket() + "?user=alice&channel=news"), alice)
        .get(30, TimeUnit.SECONDS);
    assertThat(alice.next()).contains("\"connected\"");

    CommandRun json = publish("dev", "--channel", "news", "{\"text\":\"hello\"}");
    CommandRun text = publish("dev", "--user", "alice", "just words");

    assertThat(json.exitCode()).isZero();
    assertThat(json.out()).contains("\"offset\":").contains("\"epoch\":");
    assertThat(alice.next()).contains("\"channel\":\"news\"").contains("{\"text\":\"hello\"}");
    assertThat(text.exitCode()).isZero();
    assertThat(alice.next()).contains("\"channel\":\"#alice\"").contains("\"just words\"");
  }

  @Test
  void refusalIsOneLine() {
    assertFailed(publish("wrong", "--channel", "news", "1"), "lifeline: refused with 401: ");
    assertFailed(publish("dev", "--channel", "a b", "1"), "lifeline: refused with 200: ");
  }

  @Test
  void placeWithoutANodeIsOneLine() {
    String ops = NODE.addresses().opsUrl();

    assertFailed(
        CommandRun.of("publish", "--url", ops, "--channel", "news", "1"),
        "lifeline: refused with 404: no Lifeline node answers there");
    assertFailed(
        CommandRun.of("publish", "--url", "http://127.0.0.1:1/", "--channel", "news", "1"),
        "lifeline: http://127.0.0.1:1/: ");
  }

  private static CommandRun publish(String key, String option, String target, String data) {
    return CommandRun.of(
        "publish", "--url", NODE.addresses().http(), "--key", key, option, target, data);
  }

  private static void assertFailed(CommandRun run, String begin) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith(begin);
  }
}
