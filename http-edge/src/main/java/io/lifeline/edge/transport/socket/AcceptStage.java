package io.lifeline.edge.transport.socket;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.edge.transport.Transport;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound address as a source of sockets: each demand accepts one. Without demand, newcomers wait
 * in the kernel's backlog.
 *
 * <p>When the process has no descriptor left, accepting pauses and says so, and tries again after
 * 50 ms, then more and more rarely up to once a second. Nothing spins meanwhile, and those who came
 * wait in the backlog.
 */
final class AcceptStage
    extends AbstractGraphStageWithMaterializedValue<
        SourceShape<AcceptedSocket>, CompletionStage<Transport.Binding>> {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptStage.class);
  private static final String RETRY = "retry";

  /** So many sockets in a row; then open ones have their turn, also while more newcomers wait. */
  private static final int ACCEPTS_AT_ONCE = 8;

  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration RAREST_RETRY = Duration.ofSeconds(1);

  private final Outlet<AcceptedSocket> out = Outlet.create("AcceptStage.out");
  private final SourceShape<AcceptedSocket> shape = SourceShape.of(out);
  private final InetSocketAddress address;
  private final int backlog;
  private final SocketOptions options;
  private final SelectorLoops loops;
  private final EventSink events;

  AcceptStage(
      InetSocketAddress address,
      int backlog,
      SocketOptions options,
      SelectorLoops loops,
      EventSink events) {
    this.address = address;
    this.backlog = backlog;
    this.options = options;
    this.loops = loops;
    this.events = events;
  }

  @Override
  public SourceShape<AcceptedSocket> shape() {
    return shape;
  }

  @Override
  public Attributes initialAttributes() {
    return Attributes.name("accept");
  }

  @Override
  public Pair<GraphStageLogic, CompletionStage<Transport.Binding>>
      createLogicAndMaterializedValuePair(Attributes inheritedAttributes) {
    AcceptLogic logic = new AcceptLogic();
    return Pair.create(logic, logic.bound);
  }

  private final class AcceptLogic extends TimerGraphStageLogic
      implements OutHandler, SelectorLoop.Watcher {
    final CompletableFuture<Transport.Binding> bound = new CompletableFuture<>();
    private final CompletableFuture<Done> unbound = new CompletableFuture<>();
    private final AsyncCallback<Integer> readiness = createAsyncCallback(this::onReady);
    private final AsyncCallback<Done> orders = createAsyncCallback(unbind -> completeStage());
    private final AsyncCallback<Throwable> failures = createAsyncCallback(this::failStage);
    private final SelectorLoop loop = loops.next();
    private @Nullable ServerSocketChannel server;
    private @Nullable SelectionKey key;
    private Duration retryAfter = FIRST_RETRY;
    private boolean paused;
    private int acceptsLeft;

    AcceptLogic() {
      super(shape);
      setHandler(out, this);
    }

    @Override
    public void preStart() {
      try {
        ServerSocketChannel channel = ServerSocketChannel.open();
        server = channel;
        options.prepare(channel);
        if (address.isUnresolved()) {
          throw new UnknownHostException("cannot resolve " + address.getHostString());
        }
        channel.bind(address, backlog);
        channel.configureBlocking(false);
        key = loop.register(channel, this);
        loops.failure().exceptionally(this::onSelectorFailed);
        bound.complete(new Bound((InetSocketAddress) channel.getLocalAddress(), orders, unbound));
      } catch (IOException | RuntimeException e) {
        bound.completeExceptionally(e);
        failStage(e);
      }
    }

    @Override
    public void postStop() {
      ServerSocketChannel channel = server;
      if (channel == null) {
        unbound.complete(Done.getInstance());
        return;
      }
      loop.close(channel).thenRun(() -> unbound.complete(Done.getInstance()));
    }

    @Override
    public void ready(int operations) {
      readiness.invoke(operations);
    }

    private void onReady(int operations) {
      acceptsLeft = ACCEPTS_AT_ONCE;
      accept();
    }

    @Override
    public void onPull() {
      SelectionKey registered = key;
      if (acceptsLeft > 0) {
        accept();
      } else if (registered != null) {
        loop.await(registered, SelectionKey.OP_ACCEPT);
      }
    }

    @Override
    public void onTimer(Object timer) {
      accept();
    }

    private void accept() {
      ServerSocketChannel channel = server;
      SelectionKey registered = key;
      if (channel == null || registered == null || !isAvailable(out)) {
        return;
      }
      acceptsLeft--;
      try {
        SocketChannel socket = channel.accept();
        goOn();
        while (socket != null && !take(socket)) {
          socket = channel.accept();
        }
        if (socket == null) {
          loop.await(registered, SelectionKey.OP_ACCEPT);
        }
      } catch (IOException e) {
        pause(e);
      }
    }

    /** Hands a socket on; false if its peer is gone already. */
    private boolean take(SocketChannel socket) throws IOException {
      try {
        options.apply(socket);
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteAddress();
        push(out, new AcceptedSocket(peer, SocketStage.of(socket, loops.next())));
        return true;
      } catch (IOException e) {
        LOG.debug("reset before it was taken", e);
        socket.close();
        return false;
      }
    }

    private void pause(IOException cause) {
      if (!paused) {
        paused = true;
        events.add(Metric.ACCEPT_PAUSES, 1);
        LOG.warn("accepting pauses, newcomers wait in the backlog: [{}]", cause.getMessage());
      }
      scheduleOnce(RETRY, retryAfter);
      Duration doubled = retryAfter.multipliedBy(2);
      retryAfter = doubled.compareTo(RAREST_RETRY) > 0 ? RAREST_RETRY : doubled;
    }

    private void goOn() {
      if (paused) {
        paused = false;
        retryAfter = FIRST_RETRY;
        LOG.info("accepting goes on");
      }
    }

    private @Nullable Void onSelectorFailed(Throwable failure) {
      failures.invoke(failure);
      return null;
    }
  }

  private record Bound(
      InetSocketAddress address, AsyncCallback<Done> orders, CompletableFuture<Done> unbound)
      implements Transport.Binding {
    @Override
    public CompletionStage<Done> unbind() {
      orders.invoke(Done.getInstance());
      return unbound.copy();
    }
  }
}
