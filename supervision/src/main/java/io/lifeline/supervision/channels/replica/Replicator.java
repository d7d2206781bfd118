package io.lifeline.supervision.channels.replica;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The replicated log of one channel: the actor around {@link Replication}, a child of the channel's
 * entity. When it stops, for whatever reason, it leaves its log with the replica of its node.
 */
public final class Replicator extends AbstractBehavior<Replicator.Command> {
  public sealed interface Command {}

  /**
   * Adds a message, once the log has begun.
   *
   * @param entry with an offset one higher than the latest
   * @param horizon how far back the channel remembers
   */
  public record Add(LogEntry entry, Horizon horizon) implements Command {}

  /** The channel remembers less than before. */
  public record Forget(Horizon horizon) implements Command {}

  private record Answered(FromReplica answer) implements Command {}

  private record PeersChanged(Peers peers) implements Command {}

  private enum Due implements Command {
    TICK,
    TOUCH
  }

  /** What the entity is told. */
  public sealed interface Event {
    String channel();

    /** Which replicator says so: a channel may have had another before. */
    ActorRef<Command> from();
  }

  /** The log is this entity's, and safe. Told once. */
  public record Began(
      String channel,
      ActorRef<Command> from,
      String epoch,
      long offset,
      Horizon horizon,
      List<LogEntry> entries)
      implements Event {
    public Began {
      entries = List.copyOf(entries);
    }
  }

  /** Everything up to an offset survives the loss of a node. */
  public record Safe(String channel, ActorRef<Command> from, long upTo) implements Event {}

  /** Nothing becomes safe at present. */
  public record Stalled(String channel, ActorRef<Command> from) implements Event {}

  /** It goes on. */
  public record Resumed(String channel, ActorRef<Command> from) implements Event {}

  /** A later entity has the channel; this one must end. */
  public record Ousted(String channel, ActorRef<Command> from) implements Event {}

  private static final int TICKS_A_PATIENCE = 10;
  private static final int TOUCHES_WHILE_KEPT = 3;

  private final Replicas replicas;
  private final String channel;
  private final TimerScheduler<Command> timers;
  private final Duration tick;
  private final Replication replication;

  static Behavior<Command> create(
      Replicas replicas, String channel, Replication.Terms terms, ActorRef<Event> entity) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Replicator(context, timers, replicas, channel, terms, entity)));
  }

  private Replicator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Replicas replicas,
      String channel,
      Replication.Terms terms,
      ActorRef<Event> entity) {
    super(context);
    this.replicas = replicas;
    this.channel = channel;
    this.timers = timers;
    this.tick = terms.settings().answerWithin().dividedBy(TICKS_A_PATIENCE);
    this.replication =
        new Replication(
            channel,
            replicas.newClaimant(),
            terms,
            replicas.peers(),
            new Telling(entity, context.messageAdapter(FromReplica.class, Answered::new)));
    replicas.local().tell(new Replica.Tend(context.messageAdapter(Peers.class, PeersChanged::new)));
    timers.startTimerWithFixedDelay(
        Due.TOUCH,
        Due.TOUCH,
        Duration.ofMillis(Math.max(1, terms.keptForMillis() / TOUCHES_WHILE_KEPT)));
    replication.begin(now());
    tickIfNeeded();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Add.class, this::onAdd)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Forget.class, this::onForget)
        .onMessage(PeersChanged.class, this::onPeersChanged)
        .onMessage(Due.class, this::onDue)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onAdd(Add add) {
    replication.append(add.entry(), add.horizon(), now());
    return tickIfNeeded();
  }

  private Behavior<Command> onAnswered(Answered answered) {
    replication.onAnswer(answered.answer(), now());
    return tickIfNeeded();
  }

  private Behavior<Command> onForget(Forget forget) {
    replication.forget(forget.horizon());
    return this;
  }

  private Behavior<Command> onPeersChanged(PeersChanged changed) {
    replication.onPeers(changed.peers(), now());
    return tickIfNeeded();
  }

  private Behavior<Command> onDue(Due due) {
    if (due == Due.TICK) {
      replication.onTick(now());
      return tickIfNeeded();
    }
    replication.touch();
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    Copy.Held left = replication.leave();
    if (left != null) {
      replicas.local().tell(new Replica.Keep(channel, left));
    }
    return this;
  }

  private Behavior<Command> tickIfNeeded() {
    if (replication.needsTicks() && !timers.isTimerActive(Due.TICK)) {
      timers.startSingleTimer(Due.TICK, Due.TICK, tick);
    }
    return this;
  }

  private long now() {
    return replicas.clock().millis();
  }

  /** Turns what the logic wants into messages. */
  private final class Telling implements Replication.Owner {
    private final ActorRef<Event> entity;
    private final ActorRef<FromReplica> answers;

    Telling(ActorRef<Event> entity, ActorRef<FromReplica> answers) {
      this.entity = entity;
      this.answers = answers;
    }

    @Override
    public void send(NodeId to, ToReplica order) {
      replicas.at(to).tell(new Replica.Order(channel, order, answers));
    }

    @Override
    public void began(LogCopy log) {
      entity.tell(
          new Began(
              channel,
              getContext().getSelf(),
              log.epoch(),
              log.offset(),
              log.horizon(),
              log.entries()));
    }

    @Override
    public void safe(long upTo) {
      entity.tell(new Safe(channel, getContext().getSelf(), upTo));
    }

    @Override
    public void stalled() {
      entity.tell(new Stalled(channel, getContext().getSelf()));
    }

    @Override
    public void resumed() {
      entity.tell(new Resumed(channel, getContext().getSelf()));
    }

    @Override
    public void ousted() {
      entity.tell(new Ousted(channel, getContext().getSelf()));
    }
  }
}
