package io.lifeline.supervision.connections;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.connection.Admission;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.recording.ConnectionReclaimedEvent;
import io.lifeline.telemetry.timeline.Stories;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Takes accepted sockets, divides them among its {@link Partition}s in turns, and is the node's
 * {@link Admission}.
 *
 * <p>Understands two protocols, its own and {@link Admission.Request}; each is given out as a
 * reference of its own type. Watches its partitions: one that fails takes this actor with it, and
 * so the node (see {@code ServiceFailure}).
 */
public final class ConnectionSupervisor extends AbstractBehavior<Object> {
  /** What the node asks of its connections as a whole. */
  public sealed interface Command {}

  /**
   * Sockets were accepted, one or, under a storm, some at once. The listener sends the next ones
   * when it has the answer, which comes also for sockets that were refused and closed.
   */
  public record Accepted(List<AcceptedSocket> sockets, ActorRef<SocketsTaken> replyTo)
      implements Command {
    public Accepted {
      sockets = List.copyOf(sockets);
    }
  }

  /** From now on no WebSocket is admitted; the answer says how many connections there are. */
  public record RefuseNewcomers(ActorRef<NewcomersRefused> replyTo) implements Command {}

  /** Ends about so many connections, each with its own hint when to come back. */
  public record EndSome(int connections, CloseReason reason, RetryRange retry) implements Command {}

  /** Ends all connections at once, without a closing handshake; each still says why it ended. */
  public record CutAll(CloseReason reason) implements Command {}

  /** Stops those that do not even listen to {@link CutAll}. */
  public record StopAll() implements Command {}

  /** Asks to be told once when there is no connection; a later asker replaces an earlier one. */
  public record TellWhenEmpty(ActorRef<NoneLeft> replyTo) implements Command {}

  /** Asks how many there are. */
  public record Count(ActorRef<Counts> replyTo) implements Command {}

  /** Each of the sockets is in good hands, or closed. */
  public record SocketsTaken() {}

  public record NewcomersRefused(int connections) {}

  public record NoneLeft() {}

  /**
   * @param connections with an open socket, whatever they speak
   * @param webSockets admitted ones among them
   * @param addresses from which they come
   */
  public record Counts(int connections, int webSockets, int addresses) {}

  /** A connection actor was seen to have stopped. */
  record ConnectionStopped(ConnectionId id) implements Command {}

  private static final String TIER_SOCKETS = "sockets";

  private final Places places;
  private final ConnectionIds ids;
  private final EventSink events;
  private final ResourceLedger ledger;
  private final Stories stories;
  private final Materializer refusals;
  private final List<ActorRef<Partition.Command>> partitions = new ArrayList<>();
  private int nextPartition;
  private @Nullable ActorRef<NoneLeft> whenEmpty;

  /**
   * The behaviour of {@code /user/connections}. Its reference may be narrowed to {@link Command}
   * and to {@link Admission.Request}; it ignores nothing else.
   */
  public static Behavior<Object> create(
      int partitions,
      ConnectionLimits limits,
      NodeEnvironment environment,
      ConnectionFactory.Maker maker,
      ActorRef<ChannelRequest> channels) {
    return Behaviors.setup(
        context -> {
          ConnectionSupervisor supervisor = new ConnectionSupervisor(context, limits, environment);
          supervisor.start(
              partitions, maker.make(context.getSelf().narrow(), channels), environment);
          return supervisor;
        });
  }

  private ConnectionSupervisor(
      ActorContext<Object> context, ConnectionLimits limits, NodeEnvironment environment) {
    super(context);
    this.places = new Places(limits, environment.clock(), environment.random());
    this.ids = environment.ids();
    this.events = environment.events();
    this.ledger = environment.ledger();
    this.stories = environment.stories();
    this.refusals = Materializer.createMaterializer(context);
    context
        .getLog()
        .info(
            "taking up to [{}] sockets and [{}] WebSockets, [{}] and [{}] of one address,"
                + " [{}] new WebSockets a second",
            limits.sockets(),
            limits.webSockets(),
            limits.socketsOfAddress(),
            limits.webSocketsOfAddress(),
            limits.rate());
  }

  private void start(int count, ConnectionFactory factory, NodeEnvironment environment) {
    for (int i = 0; i < count; i++) {
      Behavior<Partition.Command> partition =
          Partition.create(
              factory, getContext().getSelf().narrow(), events, ledger, environment.random());
      ActorRef<Partition.Command> ref = getContext().spawn(partition, "p-" + i);
      getContext().watch(ref);
      partitions.add(ref);
    }
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(Accepted.class, this::onAccepted)
        .onMessage(Admission.Request.class, this::onAdmission)
        .onMessage(ConnectionStopped.class, this::onStopped)
        .onMessage(RefuseNewcomers.class, this::onRefuseNewcomers)
        .onMessage(EndSome.class, this::onEndSome)
        .onMessage(CutAll.class, this::onCutAll)
        .onMessage(StopAll.class, this::onStopAll)
        .onMessage(TellWhenEmpty.class, this::onTellWhenEmpty)
        .onMessage(Count.class, this::onCount)
        .build();
  }

  private Behavior<Object> onAccepted(Accepted accepted) {
    List<Partition.Newcomer> newcomers = new ArrayList<>(accepted.sockets().size());
    for (AcceptedSocket socket : accepted.sockets()) {
      ConnectionId id = ids.next();
      if (places.take(id, socket.remoteAddress().getAddress())) {
        newcomers.add(new Partition.Newcomer(id, socket));
      } else {
        close(socket);
      }
    }
    if (newcomers.isEmpty()) {
      accepted.replyTo().tell(new SocketsTaken());
      return this;
    }
    ActorRef<Partition.Command> partition = partitions.get(nextPartition);
    nextPartition = (nextPartition + 1) % partitions.size();
    partition.tell(new Partition.Spawn(newcomers, accepted.replyTo()));
    return this;
  }

  private void close(AcceptedSocket socket) {
    events.add(Metric.REFUSED, TIER_SOCKETS, 1);
    getContext().getLog().debug("no place for a socket of [{}]", socket.remoteAddress());
    Source.<ByteString>empty().via(socket.takeBytes()).runWith(Sink.cancelled(), refusals);
    ledger.released(Resource.SOCKETS);
  }

  private Behavior<Object> onAdmission(Admission.Request request) {
    Admission.Verdict verdict = places.admit(request.connection(), request.address());
    if (verdict instanceof Admission.Refused refused) {
      events.add(Metric.REFUSED, refused.tier(), 1);
    }
    request.replyTo().tell(new ConnectionActor.AdmissionDecided(verdict));
    return this;
  }

  private Behavior<Object> onStopped(ConnectionStopped stopped) {
    places.free(stopped.id());
    stories.reclaimed(stopped.id().value());
    ConnectionReclaimedEvent.commit(stopped.id().value());
    tellIfEmpty();
    return this;
  }

  private Behavior<Object> onRefuseNewcomers(RefuseNewcomers order) {
    places.refuseNewcomers();
    order.replyTo().tell(new NewcomersRefused(places.sockets()));
    return this;
  }

  private Behavior<Object> onEndSome(EndSome order) {
    int share = (order.connections() + partitions.size() - 1) / partitions.size();
    partitions.forEach(p -> p.tell(new Partition.EndSome(share, order.reason(), order.retry())));
    return this;
  }

  private Behavior<Object> onCutAll(CutAll order) {
    partitions.forEach(p -> p.tell(new Partition.CutAll(order.reason())));
    return this;
  }

  private Behavior<Object> onStopAll(StopAll order) {
    partitions.forEach(p -> p.tell(new Partition.StopAll()));
    return this;
  }

  private Behavior<Object> onTellWhenEmpty(TellWhenEmpty ask) {
    whenEmpty = ask.replyTo();
    tellIfEmpty();
    return this;
  }

  private Behavior<Object> onCount(Count ask) {
    ask.replyTo().tell(new Counts(places.sockets(), places.webSockets(), places.addresses()));
    return this;
  }

  private void tellIfEmpty() {
    ActorRef<NoneLeft> asker = whenEmpty;
    if (asker != null && places.sockets() == 0) {
      asker.tell(new NoneLeft());
      whenEmpty = null;
    }
  }
}
