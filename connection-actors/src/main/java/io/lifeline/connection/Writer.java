package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.WriterEnded;
import io.lifeline.connection.stream.HostedStream;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stream of one socket, and feeds it once it is an open WebSocket. A child of its {@link
 * ConnectionActor} from the socket's first byte on; its stop is the stop of the stream, and with
 * that of the socket.
 *
 * <p>What is delivered to it and the stages that write it share this one actor, so that a delivery
 * costs one hop between threads and not two (ADR 0003).
 *
 * <p>A bug in what feeds the socket is told to the owner, and the stream runs on, so that the peer
 * can be told as well; a stage that fails ends the stream, which tells the owner by itself.
 */
public final class Writer extends ExtensibleBehavior<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** What a writer may be told. */
  public sealed interface Command {}

  /**
   * A publication's frame, shared by all receivers.
   *
   * @param channel for the policy that keeps the latest of each channel
   * @param atLimit what happens when it does not fit, or null: what the endpoint's settings say
   */
  public record Deliver(
      String channel, ByteString frame, OutboundSettings.@Nullable Overflow atLimit)
      implements Command {
    public Deliver(String channel, ByteString frame) {
      this(channel, frame, null);
    }
  }

  /**
   * The socket is an open WebSocket from now on. Nothing but this comes before.
   *
   * @param socket of the stage that speaks for it
   */
  record Open(SocketHandle socket, OutboundSettings settings) implements Command {}

  /** A frame for this peer alone, such as an answer; it is never dropped. */
  public record Send(ByteString frame) implements Command {}

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

  /**
   * What a writer works with.
   *
   * @param owner is told of a consumer that is too slow, and of a bug
   */
  record Collaborators(
      HostedStream stream,
      ActorRef<ConnectionActor.Command> owner,
      EventSink events,
      ResourceLedger ledger) {}

  private final ActorContext<Object> context;
  private final Collaborators node;
  private @Nullable Outbox outbox; // of an open WebSocket

  static Behavior<Command> create(Collaborators node) {
    return Behaviors.<Object>setup(context -> new Writer(context, node)).narrow();
  }

  private Writer(ActorContext<Object> context, Collaborators node) {
    this.context = context;
    this.node = node;
    node.stream().start(Adapter.toClassic(context.getSelf()));
  }

  @Override
  public Behavior<Object> receive(TypedActorContext<Object> same, Object message) {
    if (message instanceof Command command) {
      onCommand(command);
    } else if (!node.stream().receive(message)) {
      return Behaviors.unhandled();
    }
    return this;
  }

  @Override
  public Behavior<Object> receiveSignal(TypedActorContext<Object> same, Signal signal) {
    if (!(signal instanceof PostStop)) {
      return Behaviors.unhandled();
    }
    node.stream().stop();
    Outbox open = outbox;
    if (open != null) {
      open.discard();
      node.ledger().released(Resource.WRITERS);
    }
    return this;
  }

  private void onCommand(Command command) {
    Outbox open = outbox;
    if (open == null) {
      if (command instanceof Open order) {
        open(order);
      }
      return;
    }
    try {
      feed(open, command);
    } catch (RuntimeException e) {
      LOG.error("writer of [{}] failed: {}", context.getSelf().path().parent(), e.getMessage(), e);
      open.discard();
      node.owner().tell(WriterEnded.INSTANCE);
    }
  }

  private void open(Open order) {
    outbox = new Outbox(order.socket(), order.settings(), node);
    ActorRef<Object> self = context.getSelf();
    order.socket().whenSlotFree(() -> self.tell(SlotFree.INSTANCE));
    node.ledger().acquired(Resource.WRITERS);
  }

  /** Dispatches by hand: a built receive would cost each connection more than its queue does. */
  private static void feed(Outbox outbox, Command command) {
    if (command instanceof Deliver deliver) {
      outbox.deliver(deliver);
    } else if (command instanceof SlotFree) {
      outbox.flush();
    } else if (command instanceof Answer answer) {
      outbox.answer(answer);
    } else if (command instanceof SendControl send) {
      outbox.sendControl(send.frame());
    } else if (command instanceof Send send) {
      outbox.send(send.frame());
    } else if (command instanceof Close close) {
      outbox.close(close);
    } else if (command instanceof Finish) {
      outbox.finish();
    }
  }
}
