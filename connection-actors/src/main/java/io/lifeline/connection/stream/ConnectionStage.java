package io.lifeline.connection.stream;

import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.ResourceLedger;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The one stage over a socket's bytes. It begins as a gate and goes on as what the request head
 * asks for:
 *
 * <pre>
 *            +--------- ConnectionStage ---------+
 *            |         +-> WebSocket frames      |
 *  socket ~> |  gate --+                         | ~> socket
 *            |         +-> HTTP (a stream within)|
 *            +-----------------------------------+
 *               events |            ^ orders
 *                      v            |
 *                     ConnectionActor, Writer
 * </pre>
 *
 * <p>A late upgrade starts a second one inside the HTTP stream, which is a WebSocket from its
 * beginning; the ending of the socket is then told by the outer one.
 *
 * <p>One stage serves all connections of a node; each materialises its own {@link SocketHandle},
 * which must have an owner before the stage starts ({@link SocketHandle#ownedBy}).
 */
public final class ConnectionStage
    extends AbstractGraphStageWithMaterializedValue<
        FlowShape<ByteString, ByteString>, SocketHandle> {
  private final Inlet<ByteString> in = Inlet.create("ConnectionStage.in");
  private final Outlet<ByteString> out = Outlet.create("ConnectionStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final @Nullable WebSocketParameters late;
  private final Settings settings;

  /**
   * @param late of a stage that is a WebSocket from its beginning, null of a gate
   */
  private ConnectionStage(@Nullable WebSocketParameters late, Settings settings) {
    this.late = late;
    this.settings = settings;
  }

  /**
   * What all connections of a node share.
   *
   * @param maxHeadBytes of a request head
   * @param ledger from which the gate's stage releases its socket as it ends
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param turns runs tasks that neither block nor throw, behind all that waits for a thread of the
   *     streams now: a task that is handed to such threads by one of them may overtake those
   */
  public record Settings(
      int maxHeadBytes,
      EventSink events,
      ResourceLedger ledger,
      LongSupplier nanoTime,
      Executor turns) {}

  /** The stage of accepted sockets. */
  public static ConnectionStage gate(Settings settings) {
    return new ConnectionStage(null, settings);
  }

  /** The stage of a WebSocket that takes over an HTTP connection of this one. */
  public ConnectionStage lateWebSocket(WebSocketParameters parameters) {
    return new ConnectionStage(parameters, settings);
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public Attributes initialAttributes() {
    return Attributes.name("connection");
  }

  @Override
  public Pair<GraphStageLogic, SocketHandle> createLogicAndMaterializedValuePair(
      Attributes inheritedAttributes) {
    SocketHandle handle = new SocketHandle();
    return Pair.create(new ConnectionLogic(shape, late, settings, handle), handle);
  }
}
