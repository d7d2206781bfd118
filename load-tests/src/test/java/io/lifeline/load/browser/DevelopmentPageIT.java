package io.lifeline.load.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development page on a real node in a real browser. */
@Tag("browser")
final class DevelopmentPageIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

  private static String address = "";

  private DevelopmentPage page;

  @BeforeAll
  static void startNode(@TempDir Path files) throws IOException, InterruptedException {
    NodeProcess node =
        NodeProcess.start(
            NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()),
            NodeConfig.quick(),
            files.resolve("node"),
            STARTED::push);
    address = "http://127.0.0.1:" + node.peerAddress().getPort() + "/";
  }

  @AfterAll
  static void stopNode() throws Exception {
    while (!STARTED.isEmpty()) {
      STARTED.pop().close();
    }
  }

  @BeforeEach
  void openPage() {
    page = DevelopmentPage.open(address);
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  @Test
  void pushFromTheFormArrivesLive() {
    page.look("light", 1280, 800);
    page.connect();

    page.type("#target", "news");
    page.type("#data", "{\"text\":\"it works\"}");
    page.click("#push");

    page.await("the message", () -> page.texts("#messages .tag").contains("news"));
    assertThat(page.texts("#messages pre")).containsExactly("{ \"text\": \"it works\" }");
    assertThat(page.text("#push-result")).startsWith("Published: offset ");
    assertThat(page.showsWithoutScrolling("#push")).isTrue();
    assertThat(page.showsWithoutScrolling("#messages li")).as("beside the form").isTrue();
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void pushToTheUserArrivesOnThePersonalChannel() {
    page.connect();

    page.click("input[value=user] + span");
    page.type("#target", "alice");
    page.click("#push");

    page.await("the message", () -> page.texts("#messages .tag").contains("#alice"));
    assertThat(page.text("#curl")).contains("\"channel\":\"#alice\"", "X-API-Key: dev");
  }

  @Test
  void ownActorIsShownWithItsChildrenAndItsHealth() throws IOException {
    String actor = "[data-connection='" + page.connect() + "']";

    page.await("the actor", () -> page.texts(actor + " .badge").contains("active"));
    page.await("a round trip", () -> page.text("#round-trip").endsWith(" ms"));

    assertThat(page.texts(actor + " .children li"))
        .containsExactlyInAnyOrder("heartbeat", "writer");
    assertThat(page.text("#missed-beats")).isEqualTo("0");
    page.await("agreement", () -> page.text("#agreement").equals("counts agree"));
    assertThat(page.text("[data-count=heartbeats] dd")).isEqualTo("1");
    saveScreenshots();
  }

  private void saveScreenshots() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(1280, 400)) {
        page.look(scheme, width, 1300);
        page.screenshot(SCREENSHOTS.resolve("page-" + scheme + "-" + width + ".png"));

        assertThat(page.fitsItsWidth()).as("%s, %s px", scheme, width).isTrue();
      }
    }
  }

  @Test
  void kickedConnectionVanishesWithItsChildren() {
    String actor = "[data-connection='" + page.connect() + "']";
    page.await("the actor", () -> page.texts(actor + " .badge").contains("active"));

    page.click(actor + " .kick");

    page.await("the end", () -> page.text("#notice").startsWith("Closed with 3503: "));
    assertThat(page.text("#notice")).contains("Do not reconnect");
    assertThat(page.text("#state")).isEqualTo("not connected");
    page.await("its end in the panel", () -> page.texts(actor).isEmpty());
    page.await("no heartbeats", () -> page.text("[data-count=heartbeats] dd").equals("0"));
    page.await("agreement", () -> page.text("#agreement").equals("counts agree"));
    assertThat(page.text("[data-count=leak_suspects] dd")).isEqualTo("0");
  }

  @Test
  void disconnectedPageCanConnectAgain() {
    String first = page.connect();

    page.click("#disconnect");
    page.await("the end", () -> page.text("#state").equals("not connected"));
    String second = page.connect();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void channelsAreJoinedAndLeftWhileConnected() {
    page.connect();

    page.type("#channel", "sports\n");
    page.await("sports", () -> page.texts("#channels li.chosen").contains("sports\u00d7"));
    page.click("[aria-label='Remove sports']");
    page.await("no sports", () -> !page.texts("#channels li").contains("sports\u00d7"));
    page.type("#channel", "#bob\n");

    page.await(
        "an error", () -> page.text("#notice").equals("subscribe #bob: permission denied (103)"));
    assertThat(page.texts("#channels li")).doesNotContain("#bob\u00d7");
  }

  @Test
  void whatArrivesIsShownAsText() {
    page.connect();
    String markup = "<img src=x onerror='document.title=1'>";

    page.type("#data", "\"" + markup + "\"");
    page.click("#push");

    page.await("the message", () -> page.texts("#messages pre").contains("\"" + markup + "\""));
    assertThat(page.texts("#messages img")).isEmpty();
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void dataThatIsNotJsonIsNotSent() {
    page.type("#data", "hello");

    page.click("#push");

    assertThat(page.text("#push-result")).startsWith("Not JSON: ");
    assertThat(page.text("#curl")).isEmpty();
  }
}
