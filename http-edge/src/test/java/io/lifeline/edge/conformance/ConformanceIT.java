package io.lifeline.edge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.conformance.CasePlayer;
import io.lifeline.connection.conformance.ConformanceCase;
import io.lifeline.connection.conformance.Wire;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conformance table over TCP, against the {@code /echo} of a development node. */
@Timeout(120)
final class ConformanceIT {
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final int PORT = URI.create(NODE.addresses().webSocket()).getPort();
  private static final TableRun TABLE = new TableRun(() -> SocketWire.connect(PORT));
  private static final String PLAIN_REQUEST = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /**
   * Cases that do not hold for a late upgrade, since we see of it what Pekko HTTP 1.3 has made of
   * it. Of the request it can keep the raw target (raw-request-uri-header) but no raw header: its
   * parser makes models of Connection and Sec-WebSocket-Extensions even with modeled-header-parsing
   * = off, and nothing has the bytes any more when the request is handed on. By name, with what
   * becomes of it:
   */
  private static final Map<String, String> PEKKO_READS_DIFFERENTLY =
      Map.of(
          "a later HTTP/1 is new enough", "it answers 505 to HTTP/1.2",
          "Connection may have several lines", "it keeps the first line only, so we answer 400",
          "an empty quoted value", "it drops the value, so we accept what is a 400",
          "a parameter that stands twice is declined", "it drops the second, so we agree");

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void holdsInOnePiece() {
    TABLE.inOnePiece();
  }

  @Test
  void holdsInRandomPieces() {
    TABLE.inRandomPieces();
  }

  @Test
  void holdsForLateUpgrades() {
    TABLE.play(
        row ->
            !row.section().startsWith("RFC 9112")
                && !PEKKO_READS_DIFFERENTLY.containsKey(row.name()),
        ConformanceIT::late);
  }

  /** Or they need not be left out any more. */
  @Test
  void whatPekkoReadsDifferentlyDoesNotHold() {
    assertThat(
            TABLE.failures(
                row -> PEKKO_READS_DIFFERENTLY.containsKey(row.name()), ConformanceIT::late))
        .hasSameSizeAs(PEKKO_READS_DIFFERENTLY.keySet());
  }

  private static Consumer<Wire> late(ConformanceCase row) {
    return wire -> CasePlayer.playLate(row, wire, PLAIN_REQUEST);
  }
}
