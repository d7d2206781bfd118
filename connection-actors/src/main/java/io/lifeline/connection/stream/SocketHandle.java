package io.lifeline.connection.stream;

import io.lifeline.connection.websocket.WebSocketParameters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The handle by which a connection's actors reach its running stage. Thread-safe; no call blocks;
 * orders to a stage that has ended are dropped.
 *
 * <p>Writing is by a slot for one write: whoever acquires it may write once, and it is free again
 * when the socket has taken the bytes. Only a writer that was refused the slot is told when it is
 * free, so that an idle connection's delivery costs one message and not two.
 */
public final class SocketHandle {
  private static final int FREE = 0;
  private static final int TAKEN = 1;
  private static final int WANTED = 2;
  private static final VarHandle SLOT;
  private static final VarHandle DELIVERIES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SLOT = lookup.findVarHandle(SocketHandle.class, "slot", int.class);
      DELIVERIES = lookup.findVarHandle(SocketHandle.class, "deliveries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int slot;

  @SuppressWarnings("UnusedVariable") // reached through DELIVERIES; written by the writer alone
  private long deliveries;

  private volatile @Nullable AsyncCallback<StageOrder> orders;
  private @Nullable Consumer<? super SocketEvent> owner; // set before the stage starts
  private SocketEvent.@Nullable Ended ended;
  private volatile @Nullable Runnable whenSlotFree;
  private volatile @Nullable MessageClock messageClock;

  /**
   * Says who owns the stage. Called once, between its materialisation and its start; if it has
   * ended already, its owner is told so now.
   *
   * @param events takes what the stage tells, mostly on the stage's thread
   */
  public synchronized void ownedBy(Consumer<? super SocketEvent> events) {
    owner = events;
    if (ended != null) {
      events.accept(ended);
    }
  }

  /** Takes the write slot, or asks to be told when it is free. */
  public boolean acquireSlot() {
    while (true) {
      if (SLOT.compareAndSet(this, FREE, TAKEN)) {
        return true;
      }
      if (slot == WANTED || SLOT.compareAndSet(this, TAKEN, WANTED)) {
        return false;
      }
    }
  }

  /**
   * Who is told, from the stage's thread, that a slot that was refused is free now. Set once,
   * before the first {@link #acquireSlot()}.
   */
  public void whenSlotFree(Runnable notification) {
    whenSlotFree = notification;
  }

  /** Writes bytes. Only for the one who holds the slot. */
  public void write(ByteString bytes) {
    order(new StageOrder.Write(bytes));
  }

  /** Writes the last bytes, after those that wait, then ends the stream. Needs no slot. */
  public void finish(ByteString last) {
    order(new StageOrder.Finish(last));
  }

  /** Answers a request head without a slot, before there is a writer. */
  public void respond(ByteString response) {
    order(new StageOrder.Write(response));
  }

  /** Lets the stage read on after a {@link SocketEvent.Received}, and a late WebSocket begin. */
  public void readMore() {
    order(StageOrder.ReadMore.INSTANCE);
  }

  /**
   * Answers the request head and continues as a WebSocket. Only for the one who holds the slot.
   *
   * @param response with the first frames behind it
   */
  public void openWebSocket(ByteString response, WebSocketParameters parameters) {
    order(new StageOrder.OpenWebSocket(response, parameters));
  }

  /** Continues as HTTP. */
  public void serveHttp(Flow<ByteString, ByteString, NotUsed> http) {
    order(new StageOrder.ServeHttp(http));
  }

  /** Counts messages handed to the socket, no control frames. Called by the writer alone. */
  public void delivered(int messages) {
    DELIVERIES.setOpaque(this, deliveries() + messages);
  }

  /** How many messages were handed to the socket. */
  public long deliveries() {
    return (long) DELIVERIES.getOpaque(this);
  }

  /**
   * How long the message that is under way has been so, not counting the time in which its sender
   * had to wait for us; zero if there is none.
   */
  public Duration messageAge() {
    MessageClock clock = messageClock;
    return clock == null ? Duration.ZERO : clock.elapsed();
  }

  /** Called by the stage as a message begins, and with null when none is under way any more. */
  void messageClock(@Nullable MessageClock clock) {
    messageClock = clock;
  }

  /** Tells the owner. Called by the stage, which runs. */
  void tell(SocketEvent event) {
    Consumer<? super SocketEvent> events = owner;
    if (events == null) {
      throw new IllegalStateException("no one owns the stage yet: " + event);
    }
    events.accept(event);
  }

  /** Tells the owner that the stage has ended, as soon as there is an owner. */
  synchronized void end(SocketEvent.Ended event) {
    ended = event;
    if (owner != null) {
      owner.accept(event);
    }
  }

  /** Called by the stage as it is made. */
  void attach(AsyncCallback<StageOrder> stage) {
    orders = stage;
  }

  /**
   * Frees the slot. Called by the stage when the socket has taken what was written, and by one who
   * has acquired the slot only to keep others from writing.
   */
  public void slotFree() {
    int before = (int) SLOT.getAndSet(this, FREE);
    Runnable notification = whenSlotFree;
    if (before == WANTED && notification != null) {
      notification.run();
    }
  }

  void order(StageOrder order) {
    AsyncCallback<StageOrder> stage = orders;
    if (stage == null) {
      throw new IllegalStateException("the stage has not started: " + order);
    }
    stage.invoke(order);
  }
}
