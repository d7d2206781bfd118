package io.lifeline.edge.transport.tls;

import io.lifeline.telemetry.EventSink;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS between a socket and its owner, in the stream of both: no actor and no
 * buffers of its own.
 *
 * <pre>
 *            +------- TlsStage -------+
 *  plainIn  ~>      encrypts          ~> cipherOut
 *    owner   |                        |   socket
 *  plainOut &lt;~      decrypts          &lt;~ cipherIn
 *            +------------------------+
 * </pre>
 *
 * <p>The owner's end sends close_notify and then ends the socket; the peer's close_notify ends what
 * the owner receives. A socket that ends without it was cut off, and fails. Where the peer breaks
 * the rules, what the owner receives fails with {@link io.lifeline.connection.stream.TlsFailure}.
 * An owner that ends before the handshake is over ends the socket; its bytes are dropped, for
 * nothing plain is ever sent.
 *
 * <p>One stage serves all connections of a node.
 */
final class TlsStage extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  final Inlet<ByteString> plainIn = Inlet.create("TlsStage.plainIn");
  final Outlet<ByteString> cipherOut = Outlet.create("TlsStage.cipherOut");
  final Inlet<ByteString> cipherIn = Inlet.create("TlsStage.cipherIn");
  final Outlet<ByteString> plainOut = Outlet.create("TlsStage.plainOut");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(plainIn, cipherOut, cipherIn, plainOut);
  private final Settings settings;
  private final @Nullable InetSocketAddress peer;

  /**
   * What all connections of a node share.
   *
   * @param identity in use
   * @param tasks runs the long computations of handshakes
   */
  record Settings(IdentityInUse identity, Executor tasks, EventSink events) {}

  /**
   * @param peer for log lines at debug; null for a stage of all connections
   */
  TlsStage(Settings settings, @Nullable InetSocketAddress peer) {
    this.settings = settings;
    this.peer = peer;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public Attributes initialAttributes() {
    return Attributes.name("tls");
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new TlsLogic(this, settings, peer);
  }
}
