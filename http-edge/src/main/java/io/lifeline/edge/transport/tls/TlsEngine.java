package io.lifeline.edge.transport.tls;

import io.lifeline.connection.handshake.WebSocketHandshake;
import io.lifeline.connection.stream.TlsFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one TLS connection as bytes in and bytes out, around the JDK's engine. Knows
 * no stream and starts no thread.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>handshaking</td><td>nothing of the owner's goes out, nothing goes in to it</td></tr>
 * <tr><td>open</td><td>both directions</td></tr>
 * <tr><td>failed</td><td>what it still has to send are its last words: an alert, or an answer to
 *     plain HTTP</td></tr>
 * </table>
 *
 * <p>It holds what one read of the socket brought and one write of the owner, and no buffers of its
 * own. A peer may not renegotiate (RFC 5246 section 7.4.1.1), nor keep us busy with records that
 * carry nothing. Not thread-safe; while a task runs, nothing else may be called.
 */
final class TlsEngine {
  /** What has to happen for the engine to go on. */
  enum Need {
    /** The peer has to send. */
    BYTES,
    /** {@link #task} has to be run. */
    TASK,
    /** Nothing: it has failed. */
    NOTHING
  }

  /** Records in a row without a byte for the owner: handshake messages, key updates, empty ones. */
  private static final int MAX_SILENT_RECORDS = 64;

  private static final int HANDSHAKE_RECORD = 22;
  private static final ByteString NOTHING = ByteString.emptyByteString();

  private static final ByteString PLAIN_HTTP_ANSWER =
      WebSocketHandshake.refusal(400, List.of(), "this port speaks TLS");

  private final SSLEngine engine;
  private final InboundRecords records = new InboundRecords();
  private final OutboundRecords outbound;
  private ByteString received = NOTHING;
  private boolean begun;
  private boolean open;
  private boolean renegotiable;
  private int silentRecords;
  private @Nullable TlsFailure failure;

  TlsEngine(SSLEngine engine) {
    this.engine = engine;
    this.outbound = new OutboundRecords(engine);
  }

  /** Takes what the peer sent; {@link #advance} deals with it. */
  void offer(ByteString bytes) {
    records.offer(bytes);
  }

  /** Does all that can be done with what the peer has sent so far. */
  Need advance() {
    TlsBuffers buffers = TlsBuffers.borrow();
    try {
      return begun || begins() ? step(buffers) : Need.BYTES;
    } catch (TlsFailure e) {
      return fail(e, buffers);
    } catch (SSLException | RuntimeException e) { // whatever the peer made the engine stumble over
      return fail(new TlsFailure(String.valueOf(e.getMessage())), buffers);
    } finally {
      received = TlsBuffers.drain(received, buffers.plain);
    }
  }

  private boolean begins() throws SSLException {
    return switch (FirstBytes.of(records.peek(FirstBytes.ENOUGH))) {
      case UNDECIDED -> false;
      case TLS -> {
        begun = true;
        engine.beginHandshake();
        yield true;
      }
      case PLAIN_HTTP -> {
        outbound.answerPlain(PLAIN_HTTP_ANSWER);
        throw new TlsFailure("it speaks plain HTTP");
      }
      case OTHER -> throw new TlsFailure("its first bytes are neither TLS nor HTTP");
    };
  }

  private Need step(TlsBuffers buffers) throws SSLException {
    while (failure == null) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          return Need.TASK;
        }
        case NEED_WRAP -> noteFinished(outbound.wrapOwn(buffers));
        default -> {
          if (!unwrapNext(buffers)) {
            return Need.BYTES;
          }
        }
      }
      noteOpen();
    }
    return Need.NOTHING;
  }

  private boolean unwrapNext(TlsBuffers buffers) throws SSLException {
    ByteBuffer record = isPeerDone() ? null : records.next(buffers.record);
    if (record == null) {
      return false;
    }
    if (open && renegotiable && record.get(record.position()) == HANDSHAKE_RECORD) {
      throw new TlsFailure("it wants to renegotiate");
    }
    if (buffers.plain.remaining() < InboundRecords.MAX_RECORD) {
      received = TlsBuffers.drain(received, buffers.plain);
    }
    SSLEngineResult result = engine.unwrap(record, buffers.plain);
    if (result.getStatus() != Status.OK && result.getStatus() != Status.CLOSED) {
      throw new TlsFailure("a record that cannot be read: " + result.getStatus());
    }
    silentRecords = result.bytesProduced() > 0 ? 0 : silentRecords + 1;
    if (silentRecords > MAX_SILENT_RECORDS) {
      throw new TlsFailure("too many records without content");
    }
    noteFinished(result);
    return true;
  }

  private void noteFinished(SSLEngineResult result) {
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      becomeOpen();
    }
  }

  private void noteOpen() {
    if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      becomeOpen();
    }
  }

  private void becomeOpen() {
    if (!open) { // a key update finishes as well
      open = true;
      silentRecords = 0;
      renegotiable = !engine.getSession().getProtocol().equals("TLSv1.3");
    }
  }

  private Need fail(TlsFailure why, TlsBuffers buffers) {
    failure = why;
    outbound.dropUnsent();
    if (begun) {
      outbound.close(buffers);
    }
    return Need.NOTHING;
  }

  /** The tasks that the engine waits for, as one; runs for milliseconds, on any thread. */
  Runnable task() {
    List<Runnable> tasks = new ArrayList<>(1);
    for (Runnable next = engine.getDelegatedTask();
        next != null;
        next = engine.getDelegatedTask()) {
      tasks.add(next);
    }
    return () -> tasks.forEach(Runnable::run);
  }

  boolean isOpen() {
    return open && failure == null;
  }

  /** Why it failed; null as long as it has not. */
  @Nullable TlsFailure failure() {
    return failure;
  }

  /** Whether the peer has said that it sends no more. */
  boolean isPeerDone() {
    return engine.isInboundDone();
  }

  /** What was agreed on with the peer. */
  SSLSession session() {
    return engine.getSession();
  }

  // --- what was received

  boolean hasReceived() {
    return !received.isEmpty();
  }

  ByteString takeReceived() {
    ByteString bytes = received;
    received = NOTHING;
    return bytes;
  }

  // --- what is to be sent

  /** Takes the owner's bytes, which go out once the handshake is over. */
  void write(ByteString bytes) {
    outbound.write(bytes);
  }

  boolean hasUnsent() {
    return outbound.hasUnsent();
  }

  /** Whether TLS itself has something to say, to be taken with {@link #takeRecords}. */
  boolean hasRecords() {
    return outbound.isReady();
  }

  /** Says that the owner's bytes are at their end. */
  void close() {
    outbound.close(TlsBuffers.borrow());
  }

  /**
   * What goes out next: what TLS itself has to say, and of the owner's bytes 64 KiB.
   *
   * @throws TlsFailure if the engine encrypts no more
   */
  ByteString takeRecords() {
    ByteString bytes = outbound.takeReady();
    return isOpen() && hasUnsent() ? bytes.concat(outbound.takeEncrypted()) : bytes;
  }
}
