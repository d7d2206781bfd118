package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Handshake;
import io.lifeline.edge.example.EmbeddedLifeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a request gets at the path of a WebSocket if it does not ask for one. */
@Timeout(60)
final class PlainRequestForWebSocketIT {
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final String TEXT = "a WebSocket is served here: expected an upgrade";

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void itIsToldToUpgradeAndMayDoSoOnTheSameConnection() throws Exception {
    try (RawHttp http = new RawHttp(NODE)) {
      http.send("GET /ws?user=alice HTTP/1.1\nHost: test\n\n");
      assertUpgradeRequired(http.readUntil(TEXT));

      http.send("GET /dev/info HTTP/1.1\nHost: test\n\n");
      assertThat(http.readUntil("\"failures\":3}")).startsWith("HTTP/1.1 200 ");

      http.send("GET /echo HTTP/1.1\nHost: test\nConnection: Upgrade\nUpgrade: h2c\n\n");
      assertUpgradeRequired(http.readUntil(TEXT));

      http.send(Handshake.head("/ws?user=alice"));
      assertThat(http.readUntil("\"user\":\"alice\"")).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    try (RawHttp http = new RawHttp(NODE)) {
      http.send("POST /ws HTTP/1.1\nHost: test\nContent-Length: 0\n\n");

      assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 405 ").contains("Allow: GET\r\n");
    }
  }

  @Test
  void pathsBesideItAreUnknown() throws Exception {
    try (RawHttp http = new RawHttp(NODE)) {
      http.send("GET /ws/ HTTP/1.1\nHost: test\n\n");

      assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }
  }

  private static void assertUpgradeRequired(String response) {
    assertThat(response)
        .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
        .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
        .containsIgnoringCase("\r\nConnection: Upgrade\r\n")
        .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n");
  }
}
