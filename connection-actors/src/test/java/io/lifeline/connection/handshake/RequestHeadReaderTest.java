package io.lifeline.connection.handshake;

import static io.lifeline.connection.handshake.HeadReading.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.connection.handshake.RequestHead.Header;
import io.lifeline.connection.handshake.RequestHeadReader.Complete;
import io.lifeline.connection.handshake.RequestHeadReader.Incomplete;
import io.lifeline.connection.handshake.RequestHeadReader.Malformed;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 sections 2 to 5: what is a request head, and what is not. */
class RequestHeadReaderTest {
  @Test
  void requestLineAndHeadersAreRead() {
    Complete complete =
        (Complete)
            read(
                "GET /ws?channel=news HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\n\r\n");

    RequestHead head = complete.head();
    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("/ws?channel=news");
    assertThat(head.version()).isEqualTo("HTTP/1.1");
    assertThat(head.headers())
        .containsExactly(new Header("host", "example.org"), new Header("upgrade", "websocket"));
  }

  @Test
  void whatFollowsTheHeadIsKept() {
    String head = "POST /api HTTP/1.1\r\nHost: a\r\n\r\n";

    Complete complete = (Complete) read(head + "\u0001\r\n\r\nbody");

    assertThat(complete.headBytes()).isEqualTo(head.length());
    assertThat(complete.all().drop(complete.headBytes()).utf8String())
        .isEqualTo("\u0001\r\n\r\nbody");
    assertThat(complete.all().take(complete.headBytes()).utf8String()).isEqualTo(head);
  }

  @Test
  void bytesBeyondTheLimitAreNoConcernOfACompleteHead() {
    String head = "GET / HTTP/1.1\r\n\r\n";
    RequestHeadReader reader = new RequestHeadReader(head.length());

    Complete complete = (Complete) reader.offer(ByteString.fromString(head + "x".repeat(10_000)));

    assertThat(complete.all().length()).isEqualTo(head.length() + 10_000);
  }

  @Test
  void whiteSpaceAroundAValueIsDropped() {
    Complete complete = (Complete) read("GET / HTTP/1.1\r\nA:\t b  c \t\r\nD:\r\nE: \r\n\r\n");

    assertThat(complete.head().headers())
        .containsExactly(new Header("a", "b  c"), new Header("d", ""), new Header("e", ""));
  }

  @Test
  void valueMayHoldColonsAndTheUpperHalfOfLatin1() {
    Complete complete = (Complete) read("GET / HTTP/1.1\r\nA: b:c \u00e9\r\n\r\n");

    assertThat(complete.head().headers()).containsExactly(new Header("a", "b:c \u00e9"));
  }

  @Test
  void oneEmptyLineBeforeTheRequestLineIsSkipped() {
    Complete complete = (Complete) read("\r\nGET / HTTP/1.1\r\n\r\nrest");

    assertThat(complete.all().utf8String()).isEqualTo("GET / HTTP/1.1\r\n\r\nrest");
    assertThat(complete.all().drop(complete.headBytes()).utf8String()).isEqualTo("rest");
    assertThat(read("\r\n\r\nGET / HTTP/1.1\r\n\r\n")).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\nHost: a\r\n", "\r\nGET / HTTP/1."})
  void headWithoutItsEndIsIncomplete(String begun) {
    assertThat(read(begun)).isEqualTo(new Incomplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n", // one part
        "GET /\r\n", // two: HTTP/0.9
        "GET  / HTTP/1.1\r\n", // two spaces
        " GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1 \r\n",
        "GET\t/ HTTP/1.1\r\n",
        "G(T / HTTP/1.1\r\n", // not a token
        "GET /\u00e9 HTTP/1.1\r\n", // not percent-encoded
        "GET / http/1.1\r\n",
        "GET / HTTP/1\r\n",
        "GET / HTTP/1.1.1\r\n",
        "GET / HTTP/11\r\n",
      })
  void otherRequestLinesAreBad(String line) {
    assertThat(read(line)).isEqualTo(new Malformed(400, "not a request line of HTTP/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9"})
  void otherVersionsAreNotSupported(String version) {
    assertThat(read("PRI * " + version + "\r\n"))
        .isEqualTo(new Malformed(505, "this server speaks HTTP/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1", "HTTP/1.2"})
  void everyVersionOneIsRead(String version) {
    assertThat(read("GET / " + version + "\r\n\r\n")).isInstanceOf(Complete.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host : a\r\n", // space before the colon: request smuggling
        "Ho st: a\r\n",
        ": a\r\n",
        "Host\r\n",
        "H\u00f6st: a\r\n",
        "\"Host\": a\r\n",
      })
  void headerWithoutAProperNameIsBad(String line) {
    assertThat(read("GET / HTTP/1.1\r\n" + line))
        .isEqualTo(new Malformed(400, "header without a proper name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" b\r\n", "\tb\r\n", " \r\n"})
  void foldedHeaderIsBad(String continuation) {
    assertThat(read("GET / HTTP/1.1\r\nA: a\r\n" + continuation))
        .isEqualTo(new Malformed(400, "folded header"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\n", // bare LF
        "GET / HTTP/1.1\r\nA: b\n",
        "GET / HTTP/1.1\r\nA: b\r\n\n",
        "\n",
        "GET / HTTP/1.1\rX", // bare CR
        "GET / HTTP/1.1\r\r\n",
        "GET / HTTP/1.1\r\nA: b\rc",
      })
  void lineThatDoesNotEndWithBothIsBad(String head) {
    assertThat(read(head)).isEqualTo(new Malformed(400, "a line must end with CR LF"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f})
  void controlCharacterIsBadWhereverItStands(int control) {
    Malformed expected = new Malformed(400, "control character in the request head");

    assertThat(read("GET / HTTP/1.1\r\nA: " + (char) control)).isEqualTo(expected);
    assertThat(read("GET /" + (char) control)).isEqualTo(expected);
  }

  @Test
  void clientHelloOfTlsIsBadAtItsFirstByte() {
    assertThat(read("\u0016")).isInstanceOf(Malformed.class);
  }

  @Test
  void readerThatIsDoneTakesNoMore() {
    RequestHeadReader reader = new RequestHeadReader(100);
    reader.offer(ByteString.fromString("GET / HTTP/1.1\r\n\r\n"));

    assertThatThrownBy(() -> reader.offer(ByteString.fromString("x")))
        .isInstanceOf(IllegalStateException.class);
  }
}
