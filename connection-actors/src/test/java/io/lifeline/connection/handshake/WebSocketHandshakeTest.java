package io.lifeline.connection.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.handshake.RequestHead.Header;
import io.lifeline.connection.handshake.WebSocketHandshake.Check;
import io.lifeline.connection.handshake.WebSocketHandshake.Invalid;
import io.lifeline.connection.handshake.WebSocketHandshake.Valid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 4.2.1: which requests are handshakes. */
class WebSocketHandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ=="; // section 1.3
  private static final List<Header> GOOD =
      List.of(
          new Header("Host", "server.example.com"),
          new Header("Upgrade", "websocket"),
          new Header("Connection", "Upgrade"),
          new Header("Sec-WebSocket-Key", KEY),
          new Header("Sec-WebSocket-Version", "13"));

  @Test
  void handshakeOfTheRfcIsValid() {
    assertThat(check(GOOD)).isEqualTo(new Valid("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", List.of()));
  }

  @Test
  void tokensMayStandInAnyCaseOrderAndLine() {
    List<Header> headers =
        with(with(GOOD, "upgrade", "h2c, WebSocket"), "connection", "keep-alive , UPGRADE");
    headers.add(new Header("connection", "x"));

    assertThat(check(headers)).isInstanceOf(Valid.class);
    headers.removeIf(header -> header.name().equals("connection"));
    headers.add(new Header("connection", "keep-alive"));
    headers.add(new Header("connection", "upgrade"));
    assertThat(check(headers)).isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "websocket, true",
    "WebSocket, true",
    "'h2c, websocket', true",
    "h2c, false",
    "websockets, false",
    "'', false",
  })
  void upgradeIsAskedForByItsToken(String value, boolean expected) {
    assertThat(WebSocketHandshake.isUpgrade(head("GET", "HTTP/1.1", with(GOOD, "upgrade", value))))
        .isEqualTo(expected);
  }

  @Test
  void requestWithoutUpgradeHeaderIsNoUpgrade() {
    assertThat(WebSocketHandshake.isUpgrade(head("GET", "HTTP/1.1", without("upgrade")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "get", "CONNECT"})
  void otherMethodsAreNotAllowed(String method) {
    assertThat(WebSocketHandshake.check(head(method, "HTTP/1.1", GOOD)))
        .isEqualTo(
            new Invalid(
                405,
                List.of(new Header("allow", "GET")),
                "a WebSocket handshake is a GET request"));
  }

  @Test
  void httpOneDotZeroIsTooOld() {
    assertThat(WebSocketHandshake.check(head("GET", "HTTP/1.0", GOOD)))
        .isEqualTo(new Invalid(400, List.of(), "a WebSocket handshake needs HTTP/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "upgrade", "connection", "sec-websocket-key"})
  void handshakeWithoutAHeaderIsBad(String missing) {
    assertThat(check(without(missing))).extracting("status").isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "8", "14", "0", "", "13, 8", "+13"})
  void otherVersionsAreToldTheRightOne(String version) {
    assertThat(check(with(GOOD, "sec-websocket-version", version))).isEqualTo(upgradeRequired());
  }

  @Test
  void missingVersionIsToldTheRightOne() {
    assertThat(check(without("sec-websocket-version"))).isEqualTo(upgradeRequired());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dGhlIHNhbXBsZSBub25jZQ", // no padding
        "dGhlIHNhbXBsZSBub25j", // 15 bytes
        "dGhlIHNhbXBsZSBub25jZWFi", // 18 bytes
        "dGhlIHNhbXBsZSBub25jZWE=", // 17 bytes
        "dGhlIHNhbXBsZSBub25jZ*==", // not base64
        "dGhlIHNhbXBsZSBub25jZQ==\u00e9",
      })
  void keyThatIsNot16BytesOfBase64IsBad(String key) {
    assertThat(check(with(GOOD, "sec-websocket-key", key)))
        .isEqualTo(
            new Invalid(400, List.of(), "expected one Sec-WebSocket-Key of 16 bytes in base64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "sec-websocket-key"})
  void headerThatStandsTwiceIsBad(String name) {
    List<Header> headers = new ArrayList<>(GOOD);
    headers.add(new Header(name, name.equals("host") ? "other" : KEY));

    assertThat(check(headers)).extracting("status").isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"content-length, 5", "transfer-encoding, chunked"})
  void bodyThatWouldBeTakenForFramesIsBad(String name, String value) {
    assertThat(check(with(GOOD, name, value)))
        .isEqualTo(new Invalid(400, List.of(), "a WebSocket handshake has no body"));
    assertThat(check(with(GOOD, "content-length", "0"))).isInstanceOf(Valid.class);
  }

  private static Invalid upgradeRequired() {
    return new Invalid(
        426,
        List.of(new Header("upgrade", "websocket"), new Header("sec-websocket-version", "13")),
        "expected Sec-WebSocket-Version: 13");
  }

  private static Check check(List<Header> headers) {
    return WebSocketHandshake.check(head("GET", "HTTP/1.1", headers));
  }

  private static RequestHead head(String method, String version, List<Header> headers) {
    return new RequestHead(method, "/ws", version, headers);
  }

  private static List<Header> without(String name) {
    List<Header> headers = new ArrayList<>(GOOD);
    headers.removeIf(header -> header.name().equals(name));
    return headers;
  }

  private static List<Header> with(List<Header> others, String name, String value) {
    List<Header> headers = new ArrayList<>(others);
    headers.removeIf(header -> header.name().equals(name));
    headers.add(new Header(name, value));
    return headers;
  }
}
