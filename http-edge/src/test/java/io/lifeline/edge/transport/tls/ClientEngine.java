package io.lifeline.edge.transport.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The client's side of TLS in memory: bytes in, bytes out. */
final class ClientEngine {
  final SSLEngine engine;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private byte[] unread = {};

  ClientEngine(SSLContext context, String protocol) throws SSLException {
    engine = context.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {protocol});
    engine.beginHandshake();
  }

  /** Takes what came from the server; answers what goes to it without anyone asking. */
  byte[] take(byte[] bytes) throws SSLException {
    byte[] all = Arrays.copyOf(unread, unread.length + bytes.length);
    System.arraycopy(bytes, 0, all, unread.length, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(all);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer room = ByteBuffer.allocate(40_000);
    boolean goesOn = true;
    while (goesOn) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        goesOn = wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
      } else {
        SSLEngineResult result = engine.unwrap(in, room.clear());
        received.write(room.array(), 0, room.position());
        goesOn = result.bytesConsumed() > 0;
      }
    }
    unread = Arrays.copyOfRange(all, in.position(), all.length);
    return out.toByteArray();
  }

  /** Encrypts. */
  byte[] send(byte[] plain) throws SSLException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.wrap(plain);
    do {
      wrap(bytes, out);
    } while (bytes.hasRemaining());
    return out.toByteArray();
  }

  /** Says close_notify. */
  byte[] close() throws SSLException {
    engine.closeOutbound();
    return take(new byte[0]);
  }

  private SSLEngineResult wrap(ByteBuffer plain, ByteArrayOutputStream out) throws SSLException {
    ByteBuffer room = ByteBuffer.allocate(40_000);
    SSLEngineResult result = engine.wrap(plain, room);
    out.write(room.array(), 0, room.position());
    return result;
  }

  byte[] received() {
    return received.toByteArray();
  }
}
