package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The other end of an {@link AcceptedSocket}. It behaves as TCP does: when the server has finished
 * writing, the peer's side ends as well. It reads only when asked to, so it can be a slow one.
 */
public final class FakePeer {
  private static final int SECONDS = 20;

  private final BoundedSourceQueue<ByteString> toServer;
  private final SinkQueueWithCancel<ByteString> fromServer;
  private final AcceptedSocket socket;
  private ByteString unread = ByteString.emptyByteString();
  private @Nullable CompletionStage<Optional<ByteString>> pulling;

  /** A frame that the server sent. */
  public record Frame(int opcode, ByteString payload) {
    public String text() {
      return payload.utf8String();
    }

    /** The code of a close frame. */
    public int closeCode() {
      return ((payload.apply(0) & 0xff) << 8) | (payload.apply(1) & 0xff);
    }

    /** The reason of a close frame. */
    public String closeText() {
      return payload.drop(2).utf8String();
    }
  }

  public FakePeer(ActorSystem<?> system) {
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, org.apache.pekko.NotUsed>> source =
        Source.<ByteString>queue(4096).preMaterialize(system);
    Pair<SinkQueueWithCancel<ByteString>, Sink<ByteString, org.apache.pekko.NotUsed>> sink =
        Flow.<ByteString>create()
            .watchTermination(
                (mat, done) -> {
                  done.whenComplete((ok, failure) -> source.first().complete());
                  return mat;
                })
            .toMat(
                Sink.<ByteString>queue().withAttributes(Attributes.inputBuffer(1, 1)), Keep.right())
            .preMaterialize(system);
    this.toServer = source.first();
    this.fromServer = sink.first();
    this.socket =
        new AcceptedSocket(
            new InetSocketAddress("192.0.2.7", 4711),
            Flow.fromSinkAndSource(sink.second(), source.second()));
  }

  public AcceptedSocket socket() {
    return socket;
  }

  public void sends(String ascii) {
    sends(ByteString.fromArray(ascii.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public void sends(ByteString bytes) {
    assertThat(toServer.offer(bytes)).isEqualTo(QueueOfferResult.enqueued());
  }

  /** Sends bytes that nobody may take any more, because the server has ended. */
  public void offers(ByteString bytes) {
    assertThat(toServer.offer(bytes)).isNotEqualTo(QueueOfferResult.dropped());
  }

  /** Sends a whole frame, masked with zeros. */
  public void sendsFrame(int firstByte, ByteString payload) {
    byte[] header =
        payload.length() < 126
            ? new byte[] {(byte) firstByte, (byte) (0x80 | payload.length()), 0, 0, 0, 0}
            : new byte[] {
              (byte) firstByte,
              (byte) (0x80 | 126),
              (byte) (payload.length() >>> 8),
              (byte) payload.length(),
              0,
              0,
              0,
              0
            };
    sends(ByteString.fromArray(header).concat(payload));
  }

  public void sendsText(String text) {
    sendsFrame(0x81, ByteString.fromString(text));
  }

  public void sendsUpgrade(String target, String... headers) {
    sends(upgrade(target, headers));
  }

  /** A well-formed handshake. */
  public static String upgrade(String target, String... headers) {
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: gateway\r\n");
    head.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
    head.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** The peer's end of the stream without a close frame. */
  public void ends() {
    toServer.complete();
  }

  /** The same, if the server has not ended it meanwhile. */
  public void endsUnlessEnded() {
    try {
      toServer.complete();
    } catch (IllegalStateException e) {
      assertThat(toServer.isCompleted()).as("ended by the server: %s", e).isTrue();
    }
  }

  public void resets() {
    fails(new java.io.IOException("Connection reset by peer"));
  }

  /** The socket's bytes end with a failure. */
  public void fails(Throwable failure) {
    toServer.fail(failure);
  }

  /** The response head that comes next. */
  public String readsHead() {
    while (!unread.utf8String().contains("\r\n\r\n")) {
      unread = unread.concat(pull().orElseThrow(() -> new AssertionError("ended: " + unread)));
    }
    int end = unread.utf8String().indexOf("\r\n\r\n") + 4;
    String head = unread.take(end).utf8String();
    unread = unread.drop(end);
    return head;
  }

  /** The frame that comes next. */
  public Frame readsFrame() {
    while (true) {
      if (unread.length() >= 2) {
        int length = unread.apply(1) & 0x7f;
        int header = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (unread.length() >= header) {
          int payload = length;
          if (header > 2) {
            payload = 0;
            for (int i = 2; i < header; i++) {
              payload = payload << 8 | (unread.apply(i) & 0xff);
            }
          }
          if (unread.length() >= header + payload) {
            Frame frame = new Frame(unread.apply(0) & 0xf, unread.slice(header, header + payload));
            unread = unread.drop(header + payload);
            return frame;
          }
        }
      }
      unread = unread.concat(pull().orElseThrow(() -> new AssertionError("ended: " + unread)));
    }
  }

  /** What comes next, in whatever pieces it comes; empty at the server's end of the stream. */
  public Optional<ByteString> reads() {
    if (unread.isEmpty()) {
      return pull();
    }
    ByteString bytes = unread;
    unread = ByteString.emptyByteString();
    return Optional.of(bytes);
  }

  /** Everything up to the server's end of the stream. */
  public ByteString readsToEnd() {
    List<ByteString> rest = new ArrayList<>();
    rest.add(unread);
    while (true) {
      Optional<ByteString> more = pull();
      if (more.isEmpty()) {
        return rest.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
      }
      rest.add(more.get());
    }
  }

  private Optional<ByteString> pull() {
    CompletionStage<Optional<ByteString>> pending = pulling == null ? fromServer.pull() : pulling;
    try {
      pulling = pending;
      Optional<ByteString> pulled = pending.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      pulling = null;
      return pulled;
    } catch (java.util.concurrent.ExecutionException e) {
      return Optional.empty(); // cut off instead of ended: the peer sees the end all the same
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("nothing came from the server; unread: " + unread, e);
    }
  }
}
