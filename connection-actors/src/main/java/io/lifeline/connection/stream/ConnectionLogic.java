package io.lifeline.connection.stream;

import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.Resource;
import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.DurationConverters;

/**
 * A running {@link ConnectionStage}: its write path, its end, and the mode that reads. Used only on
 * the stream's own thread.
 */
final class ConnectionLogic extends GraphStageLogic {
  /** More is not read of what means nothing any more: a peer that goes on sending may be reset. */
  private static final int MOST_DISCARDED_BYTES = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLogic.class);

  final Inlet<ByteString> in;
  final Outlet<ByteString> out;
  final ConnectionStage.Settings settings;
  private final SocketHandle handle;
  private final boolean nested;

  private Mode mode;
  private @Nullable ByteString waiting; // for the socket to take it
  private boolean slotOwed; // a write was taken whose end has not been told
  private boolean finishing;
  private int discardedBytes;
  private SocketEvent.How how = SocketEvent.How.FAILED;
  private @Nullable Throwable cause;

  ConnectionLogic(
      FlowShape<ByteString, ByteString> shape,
      @Nullable WebSocketParameters late,
      ConnectionStage.Settings settings,
      SocketHandle handle) {
    super(shape);
    this.in = shape.in();
    this.out = shape.out();
    this.settings = settings;
    this.handle = handle;
    this.nested = late != null;
    this.mode =
        late == null
            ? new GateMode(this)
            : new WebSocketMode(this, late, ByteString.emptyByteString());
    setHandlers(in, out, mode);
    handle.attach(createAsyncCallback(this::obey));
  }

  /** A gate reads at once. A late WebSocket is told to, when the writer is ready for answers. */
  @Override
  public void preStart() {
    if (!nested) {
      readOn();
    }
  }

  @Override
  public void postStop() {
    if (!nested) {
      settings.ledger().released(Resource.SOCKETS);
    }
    mode.stopped();
    handle.end(new SocketEvent.Ended(how, cause));
  }

  void tell(SocketEvent event) {
    handle.tell(event);
  }

  /** Lets the owner see for how long a message has been under way. */
  void show(@Nullable MessageClock clock) {
    handle.messageClock(clock);
  }

  private void obey(StageOrder order) {
    if (order instanceof StageOrder.Write write) {
      write(write.bytes());
    } else if (order instanceof StageOrder.ReadMore) {
      mode.readMore();
    } else if (order instanceof StageOrder.PauseOver) {
      mode.pauseOver();
    } else if (order instanceof StageOrder.NextTurn) {
      mode.nextTurn();
    } else if (order instanceof StageOrder.Finish finish) {
      finish(finish.last());
    } else if (order instanceof StageOrder.OpenWebSocket open && mode instanceof GateMode gate) {
      write(open.response());
      become(new WebSocketMode(this, open.parameters(), gate.leftover()));
    } else if (order instanceof StageOrder.ServeHttp serve && mode instanceof GateMode gate) {
      become(new HttpMode(this, gate.replay(), serve.http()));
    }
  }

  private void become(Mode next) {
    mode = next;
    setHandlers(in, out, next);
    next.begin();
  }

  private void write(ByteString bytes) {
    slotOwed = true;
    send(bytes);
  }

  private void send(ByteString bytes) {
    ByteString before = waiting;
    if (before == null && isAvailable(out)) {
      push(out, bytes);
    } else {
      waiting = before == null ? bytes : before.concat(bytes);
    }
  }

  void finish(ByteString last) {
    finishing = true;
    mode.finishing();
    if (!last.isEmpty()) {
      send(last);
    }
    if (waiting == null && !isClosed(out)) {
      complete(out);
    }
  }

  /** The socket takes more bytes. */
  void onSocketReady() {
    ByteString bytes = waiting;
    if (bytes != null) {
      waiting = null;
      push(out, bytes);
      if (finishing) {
        complete(out);
      }
    } else if (slotOwed) {
      slotOwed = false;
      handle.slotFree();
    }
  }

  void readOn() {
    if (!isClosed(in) && !hasBeenPulled(in)) {
      pull(in);
    }
  }

  /** Obeys an order later. */
  Cancellable after(Duration delay, StageOrder order) {
    return materializer()
        .scheduleOnce(DurationConverters.toScala(delay), () -> handle.order(order));
  }

  /** Comes to {@link Mode#nextTurn()} when everybody has had a turn who waits for one now. */
  void awaitTurn() {
    settings.turns().execute(() -> handle.order(StageOrder.NextTurn.INSTANCE));
  }

  /** Takes what means nothing any more off the socket, or the kernel would reset our answer. */
  void discard(ByteString bytes) {
    discardedBytes += bytes.length();
    if (discardedBytes <= MOST_DISCARDED_BYTES) {
      readOn();
    }
  }

  /** Our own code failed on what was received: the stream ends and says so. */
  void fail(RuntimeException failure) {
    LOG.error("failed on what was received", failure);
    cause = failure;
    failStage(failure);
  }

  private void ended(SocketEvent.How ending, @Nullable Throwable failure) {
    how = finishing ? SocketEvent.How.COMPLETED : ending;
    cause = failure;
    mode.end();
  }

  /** What the bytes of the socket mean at present. */
  abstract static class Mode extends AbstractInOutHandler {
    final ConnectionLogic stage;

    Mode(ConnectionLogic stage) {
      this.stage = stage;
    }

    /** Takes over from another mode. */
    void begin() {}

    /** The owner has dealt with what it was told. */
    void readMore() {
      stage.readOn();
    }

    /** A pause that this mode has asked for is over. */
    void pauseOver() {}

    /** A turn that this mode has asked for has come. */
    void nextTurn() {}

    /** The stage is gone, however that came. */
    void stopped() {}

    /** The last bytes are on their way. */
    void finishing() {}

    /** The socket has ended. */
    void end() {}

    @Override
    public void onPull() {
      stage.onSocketReady();
    }

    @Override
    public void onUpstreamFinish() {
      stage.ended(SocketEvent.How.PEER_ENDED, null);
      stage.completeStage();
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
      broken(failure);
    }

    @Override
    public void onDownstreamFinish(Throwable failure) {
      broken(failure);
    }

    /** Either side may hear of it first. */
    private void broken(Throwable failure) {
      stage.ended(
          failure instanceof TlsFailure ? SocketEvent.How.TLS_FAILED : SocketEvent.How.PEER_RESET,
          failure);
      stage.completeStage();
    }
  }
}
