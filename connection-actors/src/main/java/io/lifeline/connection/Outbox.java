package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.ConsumerTooSlow;
import io.lifeline.connection.OutboundSettings.Overflow;
import io.lifeline.connection.Writer.Answer;
import io.lifeline.connection.Writer.Close;
import io.lifeline.connection.Writer.Deliver;
import io.lifeline.connection.Writer.Greeting;
import io.lifeline.connection.Writer.Upgrade;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.telemetry.Metric;
import java.util.Locale;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one open WebSocket: at once if the socket takes it, else with all that waits in
 * one write as soon as it does. For its {@link Writer} alone.
 *
 * <p>What waits is bounded in bytes. Where the policy at the limit is to disconnect, or what may
 * not be dropped does not fit, the consumer is too slow and nothing more is taken.
 */
final class Outbox {
  private enum State {
    OPEN,
    /** The close frame waits for the slot. */
    CLOSING,
    /** The close frame is out, or the consumer was too slow: nothing more is taken. */
    CLOSED
  }

  private final SocketHandle socket;
  private final OutboundSettings settings;
  private final Writer.Collaborators with;
  private @Nullable OutboundQueue queue; // made when something has to wait
  private State state = State.OPEN;
  private boolean finishAfterClose;
  private boolean readOnOwed; // when less waits
  private int queuedBytesShown; // as last added to the gauge

  /**
   * @param with its owner is told once, when the consumer is too slow
   */
  Outbox(SocketHandle socket, OutboundSettings settings, Writer.Collaborators with) {
    this.socket = socket;
    this.settings = settings;
    this.with = with;
  }

  /** Keeps everything waiting until {@link #begin}. The slot is free: nothing came before. */
  void holdBack() {
    socket.acquireSlot();
  }

  /** Sends the first bytes, and lets the stage read frames. */
  void begin(@Nullable Upgrade upgrade, Greeting greeting) {
    if (upgrade != null) {
      socket.openWebSocket(upgrade.response().concat(greeting.frames()), upgrade.parameters());
    } else {
      if (greeting.messages() > 0) {
        socket.write(greeting.frames());
      } else {
        socket.slotFree();
      }
      socket.readMore();
    }
    if (greeting.messages() > 0) {
      count(greeting.frames(), greeting.messages());
    }
  }

  void deliver(Deliver deliver) {
    Journey journey = deliver.journey();
    if (state != State.OPEN) {
      cutShort(journey);
      return;
    }
    if (wroteAtOnce(deliver.frame(), 1)) {
      if (journey != null) {
        journey.ends(with.events());
      }
      return;
    }
    Overflow chosen = deliver.atLimit();
    Overflow atLimit = chosen == null ? settings.atLimit() : chosen;
    OutboundQueue waiting = waiting();
    boolean taken = waiting.addPublication(deliver.channel(), deliver.frame(), atLimit, journey);
    int dropped = waiting.takeDropped();
    if (dropped > 0) {
      with.events().add(Metric.DROPPED, label(atLimit), dropped);
    }
    if (!taken) {
      cutShort(journey);
    }
    kept(taken);
  }

  void answer(Answer answer) {
    if (state != State.OPEN) {
      return;
    }
    readOnOwed = answer.readOn();
    if (wroteAtOnce(answer.frames(), answer.messages())) {
      readOn();
    } else if (answer.messages() == 0) {
      kept(waiting().addControl(answer.frames(), answer.count()));
    } else {
      waiting().addAnswer(answer.frames(), answer.count(), answer.messages());
      flush();
    }
  }

  void send(ByteString frame) {
    if (state == State.OPEN && !wroteAtOnce(frame, 1)) {
      kept(waiting().add(frame));
    }
  }

  void sendControl(ByteString frame) {
    if (state == State.OPEN && !wroteAtOnce(frame, 0)) {
      kept(waiting().addControl(frame, 1));
    }
  }

  /** Sends what waits if the socket takes it now, else waits for the slot. */
  void flush() {
    OutboundQueue waiting = queue;
    if (state != State.CLOSED && waiting != null && !waiting.isEmpty() && socket.acquireSlot()) {
      queue = null;
      write(waiting);
    }
    readOn();
    showQueue();
  }

  void close(Close close) {
    if (state == State.CLOSING) {
      return;
    }
    if (close.dropWaiting()) {
      dropWaiting();
    }
    state = State.CLOSING;
    finishAfterClose = close.finish();
    if (!waiting().addClose(close.frame())) {
      dropWaiting(); // no room for the close frame behind what waits: it is the more important one
      waiting().addClose(close.frame());
    }
    flush();
  }

  /** Ends the stream behind the close frame. */
  void finish() {
    if (state == State.CLOSING) {
      finishAfterClose = true; // the close frame still waits
      flush();
    } else {
      socket.finish(ByteString.emptyByteString());
    }
  }

  /** Takes and holds nothing more. */
  void discard() {
    state = State.CLOSED;
    dropWaiting();
    showQueue();
  }

  private void dropWaiting() {
    OutboundQueue waiting = queue;
    if (waiting != null) {
      waiting.journeysAreCutShort();
      queue = null;
    }
  }

  private static void cutShort(@Nullable Journey journey) {
    if (journey != null) {
      journey.isCutShort();
    }
  }

  private boolean wroteAtOnce(ByteString frames, int messages) {
    if (queue != null || !socket.acquireSlot()) {
      return false;
    }
    write(frames, messages);
    return true;
  }

  private void write(OutboundQueue waiting) {
    int messages = waiting.messages();
    waiting.journeysEnd(with.events());
    ByteString bytes = waiting.drain();
    if (state == State.CLOSING && finishAfterClose) {
      socket.finish(bytes);
      count(bytes, messages);
    } else {
      write(bytes, messages);
    }
    if (state == State.CLOSING) {
      state = State.CLOSED;
    }
  }

  private void kept(boolean taken) {
    if (taken) {
      flush();
    } else {
      discard();
      with.owner().tell(ConsumerTooSlow.INSTANCE);
    }
  }

  private void readOn() {
    OutboundQueue waiting = queue;
    if (readOnOwed && (waiting == null || !waiting.isHalfFull())) {
      readOnOwed = false;
      socket.readMore();
    }
  }

  private void write(ByteString bytes, int messages) {
    socket.write(bytes);
    count(bytes, messages);
  }

  private void count(ByteString bytes, int messages) {
    socket.delivered(messages);
    with.events().add(Metric.WRITES, 1);
    with.events().add(Metric.DELIVERIES, messages);
    with.events().add(Metric.BYTES_SENT, bytes.length());
  }

  private void showQueue() {
    OutboundQueue waiting = queue;
    int bytes = waiting == null ? 0 : waiting.bytes();
    if (bytes != queuedBytesShown) {
      with.events().add(Metric.OUTBOUND_QUEUE_BYTES, bytes - queuedBytesShown);
      queuedBytesShown = bytes;
      with.timeline().queued(bytes, waiting == null ? 0 : waiting.frames());
    }
  }

  private OutboundQueue waiting() {
    OutboundQueue waiting = queue == null ? new OutboundQueue(settings) : queue;
    queue = waiting;
    return waiting;
  }

  private static String label(Overflow policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
