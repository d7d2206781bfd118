package io.lifeline.connection.conformance;

import io.lifeline.connection.conformance.ConformanceCase.Expect;
import io.lifeline.connection.conformance.ConformanceCase.Send;
import io.lifeline.connection.conformance.ConformanceCase.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/**
 * Plays one case over one wire, as a client. Throws AssertionError for whatever is not as it must.
 */
public final class CasePlayer {
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

  private final Wire wire;
  private final Splits splits;
  private ByteString unread = ByteString.emptyByteString();

  private CasePlayer(Wire wire, Splits splits) {
    this.wire = wire;
    this.splits = splits;
  }

  /** Waits for the answer to the request before it sends frames, as a client must. */
  public static void play(ConformanceCase row, Wire wire, Splits splits) {
    CasePlayer player = new CasePlayer(wire, splits);
    player.send(row.handshake().request());
    player.handshake(row);
    player.talk(row.steps(), 0);
  }

  /** Sends the first frames in one piece with the request, which the bytes in between may do. */
  public static void playEagerly(ConformanceCase row, Wire wire) {
    CasePlayer player = new CasePlayer(wire, Splits.whole());
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.writeBytes(row.handshake().request());
    int sent = 0;
    while (sent < row.steps().size() && row.steps().get(sent) instanceof Send send) {
      first.writeBytes(send.bytes().toArrayUnsafe());
      sent++;
    }
    player.send(first.toByteArray());
    player.handshake(row);
    player.talk(row.steps(), sent);
  }

  /** Sends a plain request first, so that the handshake comes on a kept-alive HTTP connection. */
  public static void playLate(ConformanceCase row, Wire wire, String plainRequest) {
    CasePlayer player = new CasePlayer(wire, Splits.whole());
    player.send(plainRequest.getBytes(StandardCharsets.ISO_8859_1));
    player.skipBody(player.readHead());
    player.send(row.handshake().request());
    row.handshake().checkOutcome(player.readHead());
    if (row.handshake().isAccepted()) {
      player.talk(row.steps(), 0);
    }
  }

  private void skipBody(String head) {
    Matcher length = CONTENT_LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    while (unread.length() < bytes) {
      if (!receive()) {
        throw new AssertionError("ended within a response");
      }
    }
    unread = unread.drop(bytes);
  }

  private void handshake(ConformanceCase row) {
    row.handshake().check(readHead());
    if (!row.handshake().isAccepted()) {
      while (receive()) {} // the body of the refusal, and the end
    }
  }

  private void talk(List<Step> steps, int from) {
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    for (Step step : steps.subList(from, steps.size())) {
      if (step instanceof Send send) {
        pending.writeBytes(send.bytes().toArrayUnsafe());
      } else if (step instanceof Expect expect) {
        send(pending.toByteArray());
        pending.reset();
        expect.frame().check(readFrame(expect.frame()));
        if (expect.frame().isClose()) {
          expectEnd();
        }
      }
    }
    send(pending.toByteArray()); // after the end: it must do no harm
  }

  private void expectEnd() {
    if (unread.nonEmpty() || receive()) {
      throw new AssertionError("expected the end but was " + ServerFrame.in(unread));
    }
  }

  private void send(byte[] bytes) {
    if (bytes.length > 0) {
      splits.pieces(bytes).forEach(wire::send);
    }
  }

  private String readHead() {
    while (true) {
      String text = unread.decodeString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        unread = unread.drop(end + 4);
        return text.substring(0, end + 4);
      }
      if (!receive()) {
        throw new AssertionError("ended without an answer: " + text);
      }
    }
  }

  private ServerFrame readFrame(ExpectedFrame expected) {
    while (true) {
      Optional<ServerFrame> frame = ServerFrame.in(unread);
      if (frame.isPresent()) {
        unread = unread.drop(frame.get().size());
        if (!frame.get().isPing()) { // a heartbeat may fall into any case
          return frame.get();
        }
        continue;
      }
      if (!receive()) {
        throw new AssertionError("expected " + expected + " but the stream has ended");
      }
    }
  }

  private boolean receive() {
    ByteString next = ByteString.fromArrayUnsafe(wire.receive());
    unread = unread.concat(next);
    return next.nonEmpty();
  }
}
