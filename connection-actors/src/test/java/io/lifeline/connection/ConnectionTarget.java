package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.fuzz.FuzzInput;
import io.lifeline.connection.fuzz.FuzzTarget;
import io.lifeline.connection.handshake.RequestHeadReader;
import io.lifeline.connection.handshake.WebSocketHandshake;
import io.lifeline.connection.websocket.DeflateTarget;
import io.lifeline.connection.websocket.FramesTarget;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.WebSocketDecoder;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.ResourceLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A whole connection, with its actor, stream, writer and heartbeat, that echoes: any bytes get
 * exactly the answer that they should, in valid frames or as one HTTP response, with one close
 * where there is an end; then nothing of it is left. The parsers say what the answer should be.
 * Some peers may compress, and are answered compressed.
 */
public final class ConnectionTarget implements FuzzTarget {
  private static final String UPGRADE = FakePeer.upgrade("/echo");
  private static final String UPGRADE_WITH_COMPRESSION =
      FakePeer.upgrade("/echo", "Sec-WebSocket-Extensions: permessage-deflate");

  /** What a peer has sent before its input, by variant. */
  private static final List<String> BEFORE = List.of("", UPGRADE, UPGRADE_WITH_COMPRESSION);

  private static final int PLAIN = 1;
  private static final int COMPRESSED = 2;

  /** A peer's queue holds so many pieces; more would have to wait for the server. */
  private static final int MOST_SINGLE_BYTES = 2000;

  /** Started with the first input, so that a target which is not played costs nothing. */
  private static final class Running {
    static final EchoNode NODE = new EchoNode(PatientTestKit.create("fuzz"));
  }

  @Override
  public String name() {
    return "connection";
  }

  @Override
  public List<FuzzInput> seeds(SplittableRandom random) {
    List<FuzzInput> seeds = new ArrayList<>();
    for (FuzzInput frames : new FramesTarget().seeds(random)) {
      seeds.add(new FuzzInput(PLAIN, frames.splits(), frames.bytes()));
      seeds.add(new FuzzInput(COMPRESSED, frames.splits(), frames.bytes()));
    }
    for (FuzzInput deflated : new DeflateTarget().seeds(random)) {
      seeds.add(new FuzzInput(COMPRESSED, deflated.splits(), deflated.bytes()));
    }
    for (int words = 20; words <= 80; words += 20) {
      ByteString message = text("worth compressing ".repeat(words));
      seeds.add(new FuzzInput(COMPRESSED, words, message.concat(message)));
    }
    seeds.add(FuzzInput.of(0, UPGRADE));
    seeds.add(FuzzInput.of(0, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    return seeds;
  }

  /** The frame of a text of 126 to 65535 bytes. */
  private static ByteString text(String text) {
    int length = text.length();
    return ByteString.fromInts(0x81, 0x80 | 126, length >>> 8, length, 0, 0, 0, 0)
        .concat(ByteString.fromString(text));
  }

  @Override
  public int rounds() {
    return 200;
  }

  @Override
  public void play(FuzzInput input) {
    ByteString before = ByteString.fromString(input.variantOf(BEFORE));
    Expected expected = Expected.of(before.concat(input.bytes()), Running.NODE.collaborators());

    check(expected, before, input.inOnePiece());
    check(expected, before, input.inPieces());
    if (input.bytes().length() <= MOST_SINGLE_BYTES) {
      check(expected, before, input.byteByByte());
    }
    Running.NODE.mustBeAtRest();
  }

  private static void check(Expected expected, ByteString before, List<ByteString> pieces) {
    FakePeer peer = Running.NODE.connect();
    if (before.nonEmpty()) {
      peer.sends(before);
    }
    pieces.forEach(peer::offers);
    if (expected.response() != null) {
      assertThat(peer.readsHead()).startsWith(expected.response());
    }
    if (expected.webSocket()) {
      checkFrames(expected, peer);
    } else {
      peer.endsUnlessEnded();
      peer.readsToEnd(); // the body
    }
  }

  private static void checkFrames(Expected expected, FakePeer peer) {
    ServerFrames answer = new ServerFrames(expected.compression());
    boolean open = true;
    while (open && !(expected.ends() ? answer.isClosed() : expected.isAnswered(answer.frames()))) {
      Optional<ByteString> more = peer.reads();
      more.ifPresent(answer::add);
      open = more.isPresent();
    }
    peer.endsUnlessEnded();
    answer.add(peer.readsToEnd());
    answer.mustBeWhole();
    expected.mustBe(answer.frames());
  }

  /**
   * What the connection should answer.
   *
   * @param response how its HTTP response begins, or null if there is none
   * @param webSocket whether frames follow
   * @param compression whether they may be compressed
   * @param echoes of messages, in order
   * @param pongs in order; one may overtake echoes that wait
   * @param close the code of its close frame, or 0 if there is none
   */
  private record Expected(
      @Nullable String response,
      boolean webSocket,
      boolean compression,
      List<FakePeer.Frame> echoes,
      List<FakePeer.Frame> pongs,
      int close) {

    static Expected of(ByteString bytes, ConnectionActor.Collaborators node) {
      RequestHeadReader.Result result =
          new RequestHeadReader(node.settings().maxHeadBytes()).offer(bytes.compact());
      if (result instanceof RequestHeadReader.Complete complete) {
        return head(complete, node);
      }
      return result instanceof RequestHeadReader.Malformed malformed
          ? answered(malformed.status())
          : new Expected(null, false, false, List.of(), List.of(), 0);
    }

    private static Expected head(
        RequestHeadReader.Complete complete, ConnectionActor.Collaborators node) {
      if (!WebSocketHandshake.isUpgrade(complete.head())) {
        return answered(413); // by the HTTP layer of this node, whatever it is asked
      }
      HandshakeRules.Result rules =
          HandshakeRules.check(complete.head(), node.endpoints(), node.origins());
      return rules instanceof HandshakeRules.Refusal refusal
          ? answered(refusal.status())
          : frames(complete, node);
    }

    private static Expected answered(int status) {
      return new Expected("HTTP/1.1 " + status + " ", false, false, List.of(), List.of(), 0);
    }

    private static Expected frames(
        RequestHeadReader.Complete complete, ConnectionActor.Collaborators node) {
      Agreement agreement =
          node.compression().negotiate(complete.head().headerLines("sec-websocket-extensions"));
      WebSocketDecoder decoder =
          new WebSocketDecoder(
              node.settings().webSocket().limits(), agreement.newInflation(new ResourceLedger()));
      try {
        return frames(complete.all().drop(complete.headBytes()), decoder, agreement.isCompressed());
      } finally {
        decoder.close();
        agreement.release();
      }
    }

    private static Expected frames(
        ByteString bytes, WebSocketDecoder decoder, boolean compression) {
      List<Inbound> events = new ArrayList<>();
      decoder.take(bytes);
      while (decoder.hasRest()) {
        decoder.decodeRest(events::add);
      }
      List<FakePeer.Frame> echoes = new ArrayList<>();
      List<FakePeer.Frame> pongs = new ArrayList<>();
      int close = 0;
      for (Inbound event : events) {
        if (event instanceof Inbound.Text text) {
          echoes.add(new FakePeer.Frame(1, text.utf8()));
        } else if (event instanceof Inbound.Binary binary) {
          echoes.add(new FakePeer.Frame(2, binary.bytes()));
        } else if (event instanceof Inbound.Ping ping) {
          pongs.add(new FakePeer.Frame(10, ping.payload()));
        } else if (event instanceof Inbound.Close closed) {
          close = closed.code();
        } else if (event instanceof Inbound.Violation violation) {
          close = violation.reason().code();
        }
      }
      return new Expected("HTTP/1.1 101 ", true, compression, echoes, pongs, close);
    }

    boolean ends() {
      return close != 0;
    }

    boolean isAnswered(List<FakePeer.Frame> frames) {
      return frames.size() >= echoes.size() + pongs.size();
    }

    /** At an end, what still waits may be dropped, but nothing out of the middle. */
    void mustBe(List<FakePeer.Frame> frames) {
      List<FakePeer.Frame> sentEchoes = of(frames, 1, 2);
      List<FakePeer.Frame> sentPongs = of(frames, 10);
      List<FakePeer.Frame> sentCloses = of(frames, 8);
      if (ends()) {
        assertThat(sentEchoes).isEqualTo(echoes.subList(0, sentEchoes.size()));
        assertThat(sentPongs).isEqualTo(pongs.subList(0, sentPongs.size()));
        assertThat(sentCloses).hasSize(1);
        FakePeer.Frame sent = sentCloses.get(0);
        int code = sent.payload().isEmpty() ? 1005 : sent.closeCode();
        assertThat(withoutChance(code)).isEqualTo(withoutChance(close));
      } else {
        assertThat(sentEchoes).isEqualTo(echoes);
        assertThat(sentPongs).isEqualTo(pongs);
        assertThat(sentCloses).isEmpty();
      }
      assertThat(frames).hasSize(sentEchoes.size() + sentPongs.size() + sentCloses.size());
    }

    /**
     * Compressed bytes that are corrupt may also be too many: it is zlib that decides how much of
     * them it hands out before it says so, and that depends on the pieces in which they come.
     */
    private int withoutChance(int code) {
      return compression && code == 1009 ? 1007 : code;
    }

    private static List<FakePeer.Frame> of(List<FakePeer.Frame> frames, Integer... opcodes) {
      List<Integer> wanted = List.of(opcodes);
      return frames.stream().filter(frame -> wanted.contains(frame.opcode())).toList();
    }
  }
}
