package io.lifeline.connection;

import io.lifeline.connection.OutboundSettings.Overflow;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/**
 * Feeds one socket: whatever waits goes out as one write as soon as the socket takes more. It is a
 * child of its {@link ConnectionActor} and lives as long as the WebSocket is open.
 *
 * <p>What waits is bounded in bytes. Where the policy at the limit is to disconnect, or what may
 * not be dropped does not fit, it tells its owner that the consumer is too slow and takes nothing
 * more.
 */
public final class Writer extends ExtensibleBehavior<Writer.Command> {
  /** What a writer may be told. */
  public sealed interface Command {}

  /**
   * A publication's frame, shared by all receivers.
   *
   * @param channel for the policy that keeps the latest of each channel
   */
  public record Deliver(String channel, ByteString frame) implements Command {}

  /** A frame for this peer alone, such as an answer; it is never dropped. */
  record Send(ByteString frame) implements Command {}

  /**
   * The answers to all that was read from the peer at once. They always find room, and reading goes
   * on when no more than half of what may wait does: a peer that does not take its answers is not
   * read from.
   *
   * @param messages how many they are
   * @param onlyControl whether they are control frames, which overtake what waits
   * @param readOn whether the stage is to be told to read on; else its owner does so later
   */
  record Answer(ByteString frames, int messages, boolean onlyControl, boolean readOn)
      implements Command {}

  /** A control frame, which overtakes what waits. */
  record SendControl(ByteString frame) implements Command {}

  /**
   * The last frame. Nothing is written after it.
   *
   * @param dropWaiting whether what waits is dropped, else it goes out before
   * @param finish whether the stream ends behind it
   */
  record Close(ByteString frame, boolean dropWaiting, boolean finish) implements Command {}

  /** Ends the stream behind the close frame. */
  enum Finish implements Command {
    INSTANCE
  }

  /** The socket takes more. */
  enum SlotFree implements Command {
    INSTANCE
  }

  /** How a writer stands. */
  private enum State {
    OPEN,
    /** The close frame waits for the slot. */
    CLOSING,
    /** The close frame is out, or the consumer was too slow: nothing more is taken. */
    CLOSED
  }

  /** What a writer works with. */
  record Collaborators(
      SocketHandle socket, OutboundSettings settings, EventSink events, ResourceLedger ledger) {}

  private final Collaborators node;
  private final ActorRef<? super ConnectionActor.ConsumerTooSlow> owner;
  private final OutboundQueue queue;
  private State state = State.OPEN;
  private boolean finishAfterClose;
  private boolean readOnOwed; // when less waits
  private int queuedBytesShown; // as last added to the gauge

  static Behavior<Command> create(
      Collaborators node, ActorRef<? super ConnectionActor.ConsumerTooSlow> owner) {
    return Behaviors.setup(context -> new Writer(context, node, owner));
  }

  private Writer(
      ActorContext<Command> context,
      Collaborators node,
      ActorRef<? super ConnectionActor.ConsumerTooSlow> owner) {
    this.node = node;
    this.owner = owner;
    this.queue = new OutboundQueue(node.settings());
    ActorRef<Command> self = context.getSelf();
    node.socket().whenSlotFree(() -> self.tell(SlotFree.INSTANCE));
    node.ledger().acquired(Resource.WRITERS);
  }

  /** Dispatches by hand: a built receive would cost each connection more than its queue does. */
  @Override
  public Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
    if (command instanceof Deliver deliver) {
      return onDeliver(deliver);
    } else if (command instanceof SlotFree) {
      return flush();
    } else if (command instanceof Answer answer) {
      return onAnswer(answer);
    } else if (command instanceof SendControl send) {
      return onFrame(send.frame(), true);
    } else if (command instanceof Send send) {
      return onFrame(send.frame(), false);
    } else if (command instanceof Close close) {
      return onClose(close);
    } else if (command instanceof Finish) {
      return onFinish();
    }
    return Behaviors.unhandled();
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> context, Signal signal) {
    return signal instanceof PostStop ? onPostStop() : Behaviors.unhandled();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    if (state != State.OPEN) {
      return this;
    }
    if (queue.isEmpty() && node.socket().acquireSlot()) {
      write(deliver.frame(), 1);
      return this;
    }
    boolean taken = queue.addPublication(deliver.channel(), deliver.frame());
    int dropped = queue.takeDropped();
    if (dropped > 0) {
      node.events().add(Metric.DROPPED, label(node.settings().atLimit()), dropped);
    }
    return kept(taken);
  }

  private Behavior<Command> onAnswer(Answer answer) {
    if (state != State.OPEN) {
      return this;
    }
    readOnOwed = answer.readOn();
    if (queue.isEmpty() && node.socket().acquireSlot()) {
      write(answer.frames(), answer.messages());
      readOn();
      return this;
    }
    if (answer.onlyControl()) {
      return kept(queue.addControl(answer.frames(), answer.messages()));
    }
    queue.addAnswer(answer.frames(), answer.messages());
    return flush();
  }

  private Behavior<Command> onFrame(ByteString frame, boolean control) {
    if (state != State.OPEN) {
      return this;
    }
    if (queue.isEmpty() && node.socket().acquireSlot()) {
      write(frame, 1);
      return this;
    }
    return kept(control ? queue.addControl(frame, 1) : queue.add(frame));
  }

  /** Sends what waits if the socket takes it now, else waits for the slot. */
  private Behavior<Command> flush() {
    if (state == State.CLOSED || queue.isEmpty() || !node.socket().acquireSlot()) {
      readOn();
      showQueue();
      return this;
    }
    int messages = queue.messages();
    ByteString bytes = queue.drain();
    if (state == State.CLOSING && finishAfterClose) {
      node.socket().finish(bytes);
    } else {
      write(bytes, messages);
    }
    if (state == State.CLOSING) {
      state = State.CLOSED;
    }
    readOn();
    showQueue();
    return this;
  }

  private void readOn() {
    if (readOnOwed && !queue.isHalfFull()) {
      readOnOwed = false;
      node.socket().readMore();
    }
  }

  private Behavior<Command> kept(boolean taken) {
    if (taken) {
      return flush();
    }
    state = State.CLOSED;
    queue.clear();
    showQueue();
    owner.tell(ConnectionActor.ConsumerTooSlow.INSTANCE);
    return this;
  }

  private Behavior<Command> onClose(Close close) {
    if (state == State.CLOSING) {
      return this;
    }
    if (close.dropWaiting()) {
      queue.clear();
    }
    state = State.CLOSING;
    finishAfterClose = close.finish();
    if (!queue.add(close.frame())) {
      queue.clear(); // no room for the close frame behind what waits: it is the more important one
      queue.add(close.frame());
    }
    return flush();
  }

  private Behavior<Command> onFinish() {
    if (state == State.CLOSING) {
      finishAfterClose = true; // the close frame still waits
      return flush();
    }
    node.socket().finish(ByteString.emptyByteString());
    return this;
  }

  private void write(ByteString bytes, int messages) {
    node.socket().write(bytes);
    node.socket().delivered(messages);
    node.events().add(Metric.WRITES, 1);
    node.events().add(Metric.DELIVERIES, messages);
    node.events().add(Metric.BYTES_SENT, bytes.length());
  }

  private void showQueue() {
    if (queue.bytes() != queuedBytesShown) {
      node.events().add(Metric.OUTBOUND_QUEUE_BYTES, queue.bytes() - queuedBytesShown);
      queuedBytesShown = queue.bytes();
    }
  }

  private Behavior<Command> onPostStop() {
    queue.clear();
    showQueue();
    node.ledger().released(Resource.WRITERS);
    return this;
  }

  private static String label(Overflow policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
