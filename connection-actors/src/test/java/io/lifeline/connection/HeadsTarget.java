package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.connection.fuzz.Cost;
import io.lifeline.connection.fuzz.FuzzInput;
import io.lifeline.connection.fuzz.FuzzTarget;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.handshake.RequestHeadReader;
import io.lifeline.connection.handshake.RequestHeadReader.Complete;
import io.lifeline.connection.handshake.RequestHeadReader.Incomplete;
import io.lifeline.connection.handshake.RequestHeadReader.Malformed;
import io.lifeline.connection.handshake.RequestHeadReader.Result;
import io.lifeline.connection.handshake.WebSocketHandshake;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;

/**
 * Request heads and handshakes: any bytes are an unfinished head, a head, or one answer, whatever
 * the splits; any head is let in or gets one well-formed HTTP answer.
 */
public final class HeadsTarget implements FuzzTarget {
  private static final List<Integer> MAX_HEADS = List.of(256, 1024, 16 << 10);
  private static final Endpoints ENDPOINTS = new Endpoints(Map.of("/ws", new PlainDialect()));
  private static final Identity ALICE = new Identity("alice", List.of("*"), List.of("*"), null);
  private static final int BASE_BYTES = 64 << 10;

  /** A header of 4 bytes makes two strings and a record, and is looked at by several streams. */
  private static final int BYTES_A_BYTE = 512;

  @Override
  public String name() {
    return "heads";
  }

  @Override
  public List<FuzzInput> seeds(SplittableRandom random) {
    return List.of(
        FuzzInput.of(1, FakePeer.upgrade("/ws?channel=news&channel=a%20b")),
        FuzzInput.of(1, FakePeer.upgrade("http://gateway/ws?token=e30.e30.x")),
        FuzzInput.of(2, FakePeer.upgrade("/ws", "Origin: https://a.example", "X: a,,b", "Y:")),
        FuzzInput.of(2, FakePeer.upgrade("/ws", "Sec-WebSocket-Protocol: a, b")),
        FuzzInput.of(1, "\r\n" + FakePeer.upgrade("/ws") + "after"),
        FuzzInput.of(0, "POST /api/publish HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"),
        FuzzInput.of(0, "GET / HTTP/1.0\r\n\r\n"));
  }

  @Override
  public int rounds() {
    return 3_000;
  }

  @Override
  public void play(FuzzInput input) {
    int maxHead = input.variantOf(MAX_HEADS);
    Result whole = read(maxHead, input.inOnePiece());

    assertSame(read(maxHead, input.byteByByte()), whole);
    assertSame(read(maxHead, input.inPieces()), whole);
    if (whole instanceof Complete complete) {
      assertThat(complete.headBytes()).isLessThanOrEqualTo(maxHead);
      handshake(complete.head());
    } else if (whole instanceof Malformed malformed) {
      mustBeAnswer(
          malformed.status(),
          WebSocketHandshake.refusal(malformed.status(), List.of(), malformed.reason()));
    } else {
      assertThat(input.bytes().length()).isLessThan(maxHead);
    }
    Cost.mustBeAtMost(
        BASE_BYTES + (long) BYTES_A_BYTE * input.bytes().length(),
        () -> {
          if (read(maxHead, input.inOnePiece()) instanceof Complete complete) {
            handshake(complete.head());
          }
        });
  }

  private static Result read(int maxHead, List<ByteString> pieces) {
    RequestHeadReader reader = new RequestHeadReader(maxHead);
    for (ByteString piece : pieces) {
      Result result = reader.offer(piece);
      if (!(result instanceof Incomplete)) {
        return result;
      }
    }
    return new Incomplete();
  }

  /** The same, except that a piece may end before all the bytes that follow the head. */
  private static void assertSame(Result actual, Result whole) {
    if (actual instanceof Complete complete && whole instanceof Complete expected) {
      assertThat(complete.head()).isEqualTo(expected.head());
      assertThat(complete.headBytes()).isEqualTo(expected.headBytes());
      assertThat(complete.all()).isEqualTo(expected.all().take(complete.all().length()));
    } else {
      assertThat(actual).isEqualTo(whole);
    }
  }

  private static void handshake(RequestHead head) {
    HandshakeRules.Result result = HandshakeRules.check(head, ENDPOINTS, any -> true);
    if (result instanceof HandshakeRules.Passed passed) {
      assertThat(WebSocketHandshake.isUpgrade(head)).isTrue();
      List<ChannelRequest.Wanted> wanted =
          passed.dialect().requestedChannels(head, ALICE).channels();
      assertThat(wanted.stream().map(ChannelRequest.Wanted::channel)).doesNotHaveDuplicates();
      ByteString answer = WebSocketHandshake.switchingProtocols(passed.acceptKey(), List.of());
      assertThat(answer.utf8String()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n");
    } else if (result instanceof HandshakeRules.Refusal refusal) {
      mustBeAnswer(
          refusal.status(),
          WebSocketHandshake.refusal(refusal.status(), refusal.headers(), refusal.text()));
    }
  }

  /** One whole HTTP response with this status and as much body as it says. */
  private static void mustBeAnswer(int status, ByteString answer) {
    String text = answer.utf8String();
    int body = text.indexOf("\r\n\r\n") + 4;
    assertThat(text).startsWith("HTTP/1.1 " + status + " ");
    assertThat(text.substring(0, body).toLowerCase(java.util.Locale.ROOT))
        .contains("\r\ncontent-length: " + text.substring(body).length() + "\r\n");
  }
}
