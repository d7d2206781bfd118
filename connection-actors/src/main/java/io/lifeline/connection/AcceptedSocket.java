package io.lifeline.connection;

import java.net.InetSocketAddress;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A socket that a {@code Transport} accepted and nobody has read from yet. Whoever takes its bytes
 * owns it. Thread-safe.
 */
public final class AcceptedSocket {
  private final InetSocketAddress remoteAddress;

  /**
   * Empty once it was taken: an idle connection would else keep the blueprint of its own stream.
   */
  private @Nullable Flow<ByteString, ByteString, ?> bytes;

  /**
   * @param bytes what the peer sends and is sent; can be materialised once. When what it is given
   *     completes, the socket is closed behind the last byte; a failure or the stop of the stream
   *     closes it at once. Fails with {@link io.lifeline.connection.stream.TlsFailure} where the
   *     peer does not speak TLS as it must.
   */
  public AcceptedSocket(InetSocketAddress remoteAddress, Flow<ByteString, ByteString, ?> bytes) {
    this.remoteAddress = remoteAddress;
    this.bytes = bytes;
  }

  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  /**
   * Takes the socket.
   *
   * @throws IllegalStateException if it was taken before
   */
  public synchronized Flow<ByteString, ByteString, ?> takeBytes() {
    Flow<ByteString, ByteString, ?> taken = bytes;
    bytes = null;
    if (taken == null) {
      throw new IllegalStateException("the socket of " + remoteAddress + " is taken already");
    }
    return taken;
  }
}
