package io.lifeline.connection.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.connection.handshake.RequestHead.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 4.2.2 and RFC 9110: what the server answers. */
class HandshakeAnswerTest {
  @Test
  void acceptKeyIsTheOneOfTheRfc() {
    assertThat(WebSocketHandshake.acceptKey("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void switchingProtocolsIsAHeadAndNothingElse() {
    assertThat(
            WebSocketHandshake.switchingProtocols(
                    "abc=", List.of(new Header("sec-websocket-protocol", "lifeline")))
                .utf8String())
        .isEqualTo(
            lines(
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: abc=",
                "sec-websocket-protocol: lifeline",
                "",
                ""));
  }

  @Test
  void refusalIsACompleteResponse() {
    assertThat(
            WebSocketHandshake.refusal(503, List.of(new Header("retry-after", "3")), "full é")
                .utf8String())
        .isEqualTo(
            lines(
                "HTTP/1.1 503 Service Unavailable",
                "Connection: close",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Length: 8", // in bytes, the line's end among them
                "retry-after: 3",
                "",
                "full é\n"));
  }

  @Test
  void refusalThatOffersAnUpgradeSaysSoInConnection() {
    assertThat(
            WebSocketHandshake.refusal(426, List.of(new Header("upgrade", "websocket")), "no")
                .utf8String())
        .contains("\r\nConnection: close, Upgrade\r\n");
  }

  @Test
  void answersAreCompact() {
    assertThat(WebSocketHandshake.switchingProtocols("abc=", List.of()).isCompact()).isTrue();
    assertThat(WebSocketHandshake.refusal(400, List.of(), "no").isCompact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'Bad Request'",
    "401, Unauthorized",
    "403, Forbidden",
    "404, 'Not Found'",
    "408, 'Request Timeout'",
    "414, 'URI Too Long'",
    "429, 'Too Many Requests'",
    "431, 'Request Header Fields Too Large'",
    "505, 'HTTP Version Not Supported'",
    "418, ''",
  })
  void statusHasItsPhrase(int status, String phrase) {
    assertThat(WebSocketHandshake.refusal(status, List.of(), "").utf8String())
        .startsWith("HTTP/1.1 " + status + " " + phrase + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nset-cookie: b", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "\u010d\u010a"})
  void valueThatCouldEndItsLineIsRefused(String value) {
    List<Header> extra = List.of(new Header("x", value));

    assertThatThrownBy(() -> WebSocketHandshake.switchingProtocols("abc=", extra))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WebSocketHandshake.refusal(400, extra, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WebSocketHandshake.switchingProtocols(value, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e9"})
  void nameThatIsNoTokenIsRefused(String name) {
    List<Header> extra = List.of(new Header(name, "a"));

    assertThatThrownBy(() -> WebSocketHandshake.refusal(400, extra, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/ws?channel=a, /ws",
    "/ws, /ws",
    "http://host:80/ws?channel=a, /ws",
    "http://host, /",
    "http://host?a=/b, /",
    "/a://b/c, /a://b/c",
    "*, *",
  })
  void pathIsFoundInOriginAndAbsoluteForm(String target, String path) {
    assertThat(new RequestHead("GET", target, "HTTP/1.1", List.of()).path()).isEqualTo(path);
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }
}
