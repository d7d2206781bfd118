package io.lifeline.edge.transport.socket;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket as a stage: what it is given is written, what arrives is handed on. Both
 * happen on the stream's own thread, without an actor in between.
 *
 * <pre>
 *            +------ SocketStage ------+
 *   to peer ~> onPush: write at once   ~> kernel
 *            |                         |        SelectorLoop: "readable", "writable"
 * from peer <~ onPull: read, or wait   <~ kernel
 *            +-------------------------+
 * </pre>
 *
 * <table>
 * <caption>Ends</caption>
 * <tr><td>what it is given completes</td><td>closes behind the last byte, then completes</td></tr>
 * <tr><td>what it is given fails, or the stream stops</td><td>closes at once</td></tr>
 * <tr><td>the peer ends its half</td><td>completes what it hands on; goes on writing</td></tr>
 * <tr><td>nobody wants what arrives</td><td>reads no more; goes on writing</td></tr>
 * <tr><td>the peer resets, seen on a read or a write</td><td>fails</td></tr>
 * </table>
 *
 * <p>It reads when it is asked to and not before, so a peer is slowed by TCP when the stream does
 * not keep up. It asks for more to write when the kernel has taken everything: at most one element
 * waits here.
 */
final class SocketStage
    extends AbstractGraphStageWithMaterializedValue<
        FlowShape<ByteString, ByteString>, SocketStage.SocketLogic> {
  private static final Inlet<ByteString> IN = Inlet.create("SocketStage.in");
  private static final Outlet<ByteString> OUT = Outlet.create("SocketStage.out");
  private static final FlowShape<ByteString, ByteString> SHAPE = FlowShape.of(IN, OUT);
  private static final Attributes ATTRIBUTES = Attributes.name("socket");

  /** One stage serves all sockets: a running stream keeps its stages, and their blueprints. */
  private static final SocketStage SHARED = new SocketStage();

  /** A newcomer's waits, for its request head and for its first message, need not wake the loop. */
  private static final int EARLY_WAITS = 2;

  /** What is read away, in system calls, before a socket is closed. */
  private static final int MOST_DISCARDS = 16;

  private SocketStage() {}

  /**
   * The bytes of a socket; to be materialised once.
   *
   * @param channel connected and non-blocking; closed by the stage
   */
  static Flow<ByteString, ByteString, NotUsed> of(SocketChannel channel, SelectorLoop loop) {
    return Flow.fromGraph(SHARED)
        .mapMaterializedValue(
            logic -> {
              logic.serve(channel, loop);
              return NotUsed.getInstance();
            });
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return SHAPE;
  }

  @Override
  public Attributes initialAttributes() {
    return ATTRIBUTES;
  }

  @Override
  public Pair<GraphStageLogic, SocketLogic> createLogicAndMaterializedValuePair(
      Attributes inheritedAttributes) {
    SocketLogic logic = new SocketLogic();
    return Pair.create(logic, logic);
  }

  static final class SocketLogic extends GraphStageLogic
      implements InHandler, OutHandler, SelectorLoop.Watcher {
    private final AsyncCallback<Integer> readiness = createAsyncCallback(this::onReady);
    private @Nullable SocketChannel channel; // before the stage starts, and never again null
    private @Nullable SelectorLoop loop; // likewise
    private @Nullable SelectionKey key;
    private @Nullable ByteString unwritten; // what the kernel did not take

    /**
     * Whether it is worth trying to read before it is waited for: a newcomer has mostly sent
     * something. Later it is always waited for, also if the last read was full: who sends without
     * end has his turn, and not all of them.
     */
    private boolean fresh = true;

    private byte earlyWaits; // at most EARLY_WAITS

    SocketLogic() {
      super(SHAPE);
      setHandlers(IN, OUT, this);
    }

    /** As the stage is materialised, before it starts. */
    void serve(SocketChannel channel, SelectorLoop loop) {
      this.channel = channel;
      this.loop = loop;
    }

    @Override
    public void preStart() throws IOException {
      key = loop().register(channel(), this);
      pull(IN);
    }

    @Override
    public void postStop() {
      loop().closeSoon(channel());
    }

    /** On the selector's thread. */
    @Override
    public void ready(int operations) {
      readiness.invoke(operations);
    }

    private void onReady(int operations) {
      ByteString rest = unwritten;
      if ((operations & SelectionKey.OP_WRITE) != 0 && rest != null) {
        write(rest);
      }
      if ((operations & SelectionKey.OP_READ) != 0 && isAvailable(OUT)) {
        read();
      }
    }

    @Override
    public void onPush() {
      write(grab(IN));
    }

    @Override
    public void onUpstreamFinish() {
      if (unwritten == null) {
        closeBehindLastByte();
      } else {
        setKeepGoing(true); // with both ports closed, the stage would end by itself
      }
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
      failStage(failure);
    }

    @Override
    public void onPull() {
      if (fresh) {
        fresh = false;
        read();
      } else {
        awaitReadable();
      }
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
      if (isClosed(IN) && unwritten == null) {
        completeStage();
      }
    }

    private void read() {
      ByteString bytes;
      try {
        bytes = TransferBuffer.read(channel());
      } catch (IOException e) {
        failStage(e);
        return;
      }
      if (bytes == null) {
        complete(OUT);
      } else if (bytes.isEmpty()) {
        awaitReadable();
      } else {
        push(OUT, bytes);
      }
    }

    private void write(ByteString bytes) {
      ByteString rest;
      try {
        rest = TransferBuffer.write(channel(), bytes);
      } catch (IOException e) {
        failStage(e);
        return;
      }
      if (!rest.isEmpty()) {
        unwritten = rest;
        awaitWritable();
        return;
      }
      unwritten = null;
      if (isClosed(IN)) {
        closeBehindLastByte();
      } else {
        pull(IN);
      }
    }

    private void awaitReadable() {
      SelectionKey registered = key;
      if (registered == null) {
        return;
      }
      if (earlyWaits < EARLY_WAITS) {
        earlyWaits++;
        loop().awaitSoon(registered, SelectionKey.OP_READ);
      } else {
        loop().await(registered, SelectionKey.OP_READ);
      }
    }

    private void awaitWritable() {
      SelectionKey registered = key;
      if (registered != null) {
        loop().await(registered, SelectionKey.OP_WRITE);
      }
    }

    /**
     * Ends the stage, and with it the socket. What has arrived is read away before: the kernel
     * would answer unread bytes with a reset, which can destroy what we have written before the
     * peer has seen it (RFC 9112 section 9.6).
     */
    private void closeBehindLastByte() {
      try {
        int discards = 0;
        while (TransferBuffer.discard(channel()) > 0 && discards < MOST_DISCARDS) {
          discards++;
        }
      } catch (IOException e) {
        failStage(e);
        return;
      }
      completeStage();
    }

    private SocketChannel channel() {
      return Objects.requireNonNull(channel, "materialised without a socket");
    }

    private SelectorLoop loop() {
      return Objects.requireNonNull(loop, "materialised without a socket");
    }
  }
}
