package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.apache.pekko.util.ByteString;

/**
 * What goes out on one TLS connection: what TLS itself has to say, and behind it the owner's bytes,
 * which are encrypted as they are taken. Not thread-safe: the half of a {@link TlsEngine}.
 */
final class OutboundRecords {
  private static final ByteString NOTHING = ByteString.emptyByteString();
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private ByteString ready = NOTHING; // of TLS itself
  private ByteString unsent = NOTHING; // of the owner, not encrypted yet

  OutboundRecords(SSLEngine engine) {
    this.engine = engine;
  }

  void write(ByteString bytes) {
    unsent = unsent.isEmpty() ? bytes : unsent.concat(bytes);
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** Whether TLS itself has something to say. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /** Answers one who does not speak TLS. */
  void answerPlain(ByteString bytes) {
    ready = bytes;
  }

  /**
   * Sends what TLS itself has to say.
   *
   * @throws TlsFailure if the engine wants to say something and does not
   */
  SSLEngineResult wrapOwn(TlsBuffers buffers) throws SSLException {
    SSLEngineResult result = engine.wrap(NO_BYTES, buffers.cipher);
    ready = TlsBuffers.drain(ready, buffers.cipher);
    if (result.bytesProduced() == 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      throw new TlsFailure("the engine does not go on: " + result.getStatus());
    }
    return result;
  }

  /** What the owner has written and nobody has taken does not go out any more. */
  void dropUnsent() {
    unsent = NOTHING;
  }

  /** Says the last words of TLS: the alert, or the close_notify, that is still to be sent. */
  void close(TlsBuffers buffers) {
    engine.closeOutbound();
    ready = ready.concat(farewell(buffers));
  }

  private ByteString farewell(TlsBuffers buffers) {
    ByteString bytes = NOTHING;
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        SSLEngineResult result = engine.wrap(NO_BYTES, buffers.cipher);
        bytes = TlsBuffers.drain(bytes, buffers.cipher);
        if (result.bytesProduced() == 0) {
          break;
        }
      }
    } catch (SSLException | RuntimeException e) {
      return bytes; // there is nothing more that the engine can say
    }
    return bytes;
  }

  /** Takes what TLS itself has to say. */
  ByteString takeReady() {
    ByteString bytes = ready;
    ready = NOTHING;
    return bytes;
  }

  /**
   * Takes 64 KiB of the owner's bytes, encrypted.
   *
   * @throws TlsFailure if the engine encrypts no more
   */
  ByteString takeEncrypted() {
    TlsBuffers buffers = TlsBuffers.borrow();
    ByteBuffer plain = buffers.plain;
    unsent.copyToBuffer(plain);
    unsent = unsent.drop(plain.position());
    plain.flip();
    ByteString bytes = NOTHING;
    try {
      while (plain.hasRemaining()) {
        if (buffers.cipher.remaining() < InboundRecords.MAX_RECORD) {
          bytes = TlsBuffers.drain(bytes, buffers.cipher);
        }
        SSLEngineResult result = engine.wrap(plain, buffers.cipher);
        if (result.getStatus() == Status.CLOSED) {
          unsent = NOTHING; // in TLS 1.2 the peer's close_notify ends both directions
          break;
        }
        if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
          throw new TlsFailure("the engine encrypts no more: " + result.getStatus());
        }
      }
    } catch (SSLException e) {
      throw new TlsFailure(String.valueOf(e.getMessage()));
    }
    return TlsBuffers.drain(bytes, buffers.cipher);
  }
}
