package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.WriterEnded;
import io.lifeline.connection.stream.HostedStream;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.actortree.RunsStages;
import io.lifeline.telemetry.timeline.Timeline;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
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
public final class Writer extends ExtensibleBehavior<Object> implements Runnable, RunsStages {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** What a writer may be told. */
  public sealed interface Command {}

  /**
   * A publication's frame, shared by all receivers.
   *
   * @param channel for the policy that keeps the latest of each channel
   * @param atLimit what happens when it does not fit, or null: what the endpoint's settings say
   * @param journey ends when it is handed to the socket; null if this delivery is not timed
   */
  public record Deliver(
      String channel,
      ByteString frame,
      OutboundSettings.@Nullable Overflow atLimit,
      @Nullable Journey journey)
      implements Command {
    public Deliver(String channel, ByteString frame) {
      this(channel, frame, null, null);
    }
  }

  /**
   * The socket is to be an open WebSocket. Nothing but this comes before. It is registered, and as
   * soon as it is known what the greeting says ({@link Greet}), the peer hears the upgrade and the
   * greeting in one write: who has read them can be addressed, and what is delivered meanwhile
   * waits. A close frame waits for no greeting.
   *
   * @param socket of the stage that speaks for it
   * @param upgrade null where HTTP has answered the request
   * @param greeting says it in the peer's dialect
   */
  record Open(
      SocketHandle socket,
      OutboundSettings settings,
      ChannelRequest.Register registration,
      @Nullable Upgrade upgrade,
      Function<Greet, Greeting> greeting)
      implements Command {}

  /**
   * What turns the gate into a WebSocket.
   *
   * @param response to the request head
   */
  record Upgrade(ByteString response, WebSocketParameters parameters) {}

  /**
   * Greets the peer; told once, by what the connection is registered with, which tells the
   * connection first ({@link ConnectionActor.Greeted}).
   *
   * @param channels that the peer asked for and gets
   * @param joined those of them, and its personal one, of which the position is known and nothing
   *     has to be caught up with
   */
  public record Greet(List<String> channels, List<ChannelOutcome.Joined> joined)
      implements Command {
    public Greet {
      channels = List.copyOf(channels);
      joined = List.copyOf(joined);
    }
  }

  /** The first messages, none or more, in frames. */
  record Greeting(ByteString frames, int messages) {
    static final Greeting NONE = new Greeting(ByteString.emptyByteString(), 0);
  }

  /** A frame for this peer alone, such as an answer; it is never dropped. */
  public record Send(ByteString frame) implements Command {}

  /**
   * The answers to all that was read from the peer at once. They always find room, and reading goes
   * on when no more than half of what may wait does: a peer that does not take its answers is not
   * read from.
   *
   * @param count how many frames they are
   * @param messages how many of them are messages; where none is, they overtake what waits
   * @param readOn whether the stage is to be told to read on; else its owner does so later
   */
  record Answer(ByteString frames, int count, int messages, boolean readOn) implements Command {}

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
   * @param timeline is told how much waits
   */
  record Collaborators(
      HostedStream stream,
      ActorRef<ConnectionActor.Command> owner,
      Timeline timeline,
      ConnectionActor.Collaborators node) {
    EventSink events() {
      return node.events();
    }
  }

  private final ActorContext<Object> context;
  private final Collaborators with;
  private @Nullable Outbox outbox; // of an open WebSocket
  private @Nullable Open opening; // until its peer is greeted

  static Behavior<Command> create(Collaborators with) {
    return Behaviors.<Object>setup(context -> new Writer(context, with)).narrow();
  }

  private Writer(ActorContext<Object> context, Collaborators with) {
    this.context = context;
    this.with = with;
    with.stream().start(Adapter.toClassic(context.getSelf()));
  }

  @Override
  public Behavior<Object> receive(TypedActorContext<Object> same, Object message) {
    if (message instanceof Command command) {
      onCommand(command);
    } else if (!with.stream().receive(message)) {
      return Behaviors.unhandled();
    }
    return this;
  }

  @Override
  public Behavior<Object> receiveSignal(TypedActorContext<Object> same, Signal signal) {
    if (!(signal instanceof PostStop)) {
      return Behaviors.unhandled();
    }
    with.stream().stop();
    Outbox open = outbox;
    if (open != null) {
      open.discard();
      with.node().ledger().released(Resource.WRITERS);
    }
    return this;
  }

  /** The slot is free. Called on any thread; {@code ActorContext.getSelf} is safe from each. */
  @Override
  public void run() {
    context.getSelf().tell(SlotFree.INSTANCE);
  }

  @Override
  public @Nullable GraphInterpreterShell stages() {
    return with.stream().stages();
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
      failed(open, e);
    }
  }

  private void failed(Outbox open, RuntimeException bug) {
    LOG.error(
        "writer of [{}] failed: {}", context.getSelf().path().parent(), bug.getMessage(), bug);
    open.discard();
    with.owner().tell(WriterEnded.INSTANCE);
  }

  private void open(Open order) {
    Outbox opened = new Outbox(order.socket(), order.settings(), with);
    outbox = opened;
    opening = order;
    order.socket().whenSlotFree(this); // a lambda would cost each connection 16 bytes
    with.node().ledger().acquired(Resource.WRITERS);
    opened.holdBack();
    with.node().channels().tell(order.registration());
  }

  private void greet(Outbox open, Greet greet) {
    Open order = opening;
    if (order == null) {
      return; // its end has come first
    }
    Greeting greeting;
    try {
      greeting = order.greeting().apply(greet);
    } catch (RuntimeException e) {
      with.owner().tell(new ConnectionActor.Crashed("Greet", e));
      greeting = Greeting.NONE;
    }
    begin(open, order, greeting);
  }

  /** A peer to whom nothing was said yet hears the upgrade, or it could not read what follows. */
  private void beginUngreeted(Outbox open) {
    Open order = opening;
    if (order != null) {
      begin(open, order, Greeting.NONE);
    }
  }

  private void begin(Outbox open, Open order, Greeting greeting) {
    opening = null;
    open.begin(order.upgrade(), greeting);
  }

  /** Dispatches by hand: a built receive would cost each connection more than its queue does. */
  private void feed(Outbox outbox, Command command) {
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
    } else if (command instanceof Greet greet) {
      greet(outbox, greet);
    } else if (command instanceof Close close) {
      beginUngreeted(outbox);
      outbox.close(close);
    } else if (command instanceof Finish) {
      beginUngreeted(outbox);
      outbox.finish();
    }
  }
}
