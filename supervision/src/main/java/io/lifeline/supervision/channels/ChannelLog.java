package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.supervision.channels.replica.LogEntry;
import io.lifeline.supervision.channels.replica.Replicas;
import io.lifeline.supervision.channels.replica.Replicator;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A sharded entity that keeps a channel: its order, its history, and which nodes follow it. One of
 * it keeps the personal channels of many users.
 *
 * <p>Each message of a channel goes once to each node that follows it, and its publisher is
 * answered when the log has it; of a replicated channel, when it survives the loss of a node. It
 * watches the hubs of those nodes and forgets one that stops. It passivates when it is not followed
 * and has nothing to remember; another of its incarnations begins new epochs, by which hubs and
 * clients see that what they know of the channel is void.
 */
final class ChannelLog extends AbstractBehavior<ChannelLog.Command> {
  sealed interface Command {
    /** The channel that it is about; empty if it is about the entity. */
    default String channel() {
      return "";
    }
  }

  /**
   * Publishes.
   *
   * @param key by which a repetition is known; empty if there is none
   * @param ticket comes back with the answer
   */
  record Append(
      String channel, ByteString json, String key, long ticket, ActorRef<AppendAnswer> replyTo)
      implements Command, ClusterMessage {}

  /**
   * A node follows the channel from here on. Asking again changes nothing but is answered.
   *
   * @param since how far it has followed it already, or null
   * @param attempt comes back with the answer
   */
  record Attach(String channel, @Nullable Position since, int attempt, ActorRef<ChannelEvent> hub)
      implements Command, ClusterMessage {}

  /** A node has no subscribers of the channel any more. */
  record Detach(String channel, ActorRef<ChannelEvent> hub) implements Command, ClusterMessage {}

  /** Asks for what a subscriber on a node that follows the channel has missed. */
  record Recover(String channel, Position since, long ticket, ActorRef<ChannelEvent> hub)
      implements Command, ClusterMessage {}

  /**
   * A user has this connection now, and no other, where only one is allowed. Every node that has
   * connections of the user is told, all in one order.
   */
  record Claim(String channel, String connection) implements Command, ClusterMessage {}

  /** Who has joined a channel and who has left it on one node. Each that follows is told. */
  record TellPresence(PresenceChange change) implements Command, ClusterMessage {
    @Override
    public String channel() {
      return change.channel();
    }
  }

  /**
   * Asks for messages that are kept.
   *
   * @param since only those behind it, or null
   */
  record Read(
      String channel,
      @Nullable Position since,
      int limit,
      boolean reverse,
      ActorRef<GatewayCommand.HistoryReply> replyTo)
      implements Command, ClusterMessage {}

  /** Drops the messages that are kept. */
  record Clear(String channel, ActorRef<GatewayCommand.HistoryReply> replyTo)
      implements Command, ClusterMessage {}

  /** Asks whether channels are to be reached; answered at once. */
  record Knock(String channel, long ticket, ActorRef<AppendAnswer> replyTo)
      implements Command, ClusterMessage {}

  /** Copies of a replicated channel are gone: whoever keeps it is to make new ones. */
  record Wake(String channel) implements Command, ClusterMessage {}

  private record Replicated(Replicator.Event event) implements Command {
    @Override
    public String channel() {
      return event.channel();
    }
  }

  /** There are too many channels on this node that nobody follows. */
  record Forget(String channel) implements Command {}

  private record HubEnded(ActorRef<ChannelEvent> hub) implements Command {}

  /** The shard moves, or the entity has asked to passivate. */
  enum Stop implements Command {
    INSTANCE
  }

  private enum Due implements Command {
    /** Hubs are to be told where channels stand that were published to. */
    TELL,
    /** Something may be too old to be kept. */
    LOOK,
    /** Hubs are to be told who has come and gone. */
    PRESENCE,
    /** There has been nothing to keep for a while. */
    PASSIVATE
  }

  /** Messages may come in the meantime, which are too old before what was there. */
  private static final long MOST_REST_MILLIS = 60_000;

  /** So long after its latest message a channel tells hubs where it stands. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /**
   * So long it stays without a channel: as long as clients take to come back at most. They find
   * their channels in the epoch that they know. An entity that went at once would also take with it
   * the channels of those who come back while it goes.
   */
  private static final Duration EMPTY = Duration.ofSeconds(30);

  private final ChannelKeeping keeping;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Map<String, HeldChannel> channels = new HashMap<>();
  private final Map<ActorRef<ChannelEvent>, List<ActorRef<ChannelEvent>>> hubs = new HashMap<>();
  private final Set<HeldChannel> recent = new LinkedHashSet<>();
  private final ActorRef<Replicator.Event> replicated;

  /** Made with the first change: few channels tell of them. */
  private @Nullable PresenceBatches presence;

  private String epoch;

  /**
   * @param shard is asked to passivate it
   */
  static Behavior<Command> create(
      ChannelKeeping keeping, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ChannelLog(context, keeping, timers, shard)));
  }

  private ChannelLog(
      ActorContext<Command> context,
      ChannelKeeping keeping,
      TimerScheduler<Command> timers,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.keeping = keeping;
    this.timers = timers;
    this.shard = shard;
    this.epoch = keeping.newEpoch();
    this.replicated = context.messageAdapter(Replicator.Event.class, Replicated::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::isTooEarly, this::onTooEarly)
        .onMessage(Append.class, this::onAppend)
        .onMessage(Attach.class, this::onAttach)
        .onMessage(Recover.class, this::onRecover)
        .onMessage(Detach.class, this::onDetach)
        .onMessage(Read.class, this::onRead)
        .onMessage(Clear.class, this::onClear)
        .onMessage(Claim.class, this::onClaim)
        .onMessage(TellPresence.class, this::onTellPresence)
        .onMessage(Knock.class, this::onKnock)
        .onMessage(HubEnded.class, this::onHubEnded)
        .onMessage(Replicated.class, this::onReplicated)
        .onMessage(Wake.class, this::onWake)
        .onMessage(Forget.class, this::onForget)
        .onMessage(Due.class, this::onDue)
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  /** Whether it is about a replicated channel whose log was not taken over yet. */
  private boolean isTooEarly(Command command) {
    if (command instanceof Replicated
        || command instanceof Forget
        || command instanceof Knock
        || command instanceof TellPresence) {
      return false;
    }
    if (command.channel().isEmpty()
        || (command instanceof Detach && !channels.containsKey(command.channel()))) {
      return false;
    }
    ReplicatedLog log = held(command.channel()).replicated;
    return log != null && !log.hasBegun();
  }

  private Behavior<Command> onTooEarly(Command command) {
    ReplicatedLog log = held(command.channel()).replicated;
    if (log != null && !(command instanceof Wake)) {
      log.defer(command);
    }
    return this;
  }

  /** That it is held is enough: its log is taken over and gets new copies. */
  private Behavior<Command> onWake(Wake wake) {
    touched(held(wake.channel()), keeping.clock.millis());
    return this;
  }

  private Behavior<Command> onReplicated(Replicated told) {
    HeldChannel channel = channels.get(told.channel());
    ReplicatedLog log = channel == null ? null : channel.replicated;
    if (channel == null || log == null || !log.replicator().equals(told.event().from())) {
      return this; // it was dropped meanwhile
    }
    if (told.event() instanceof Replicator.Began began) {
      begin(channel, log, began);
    } else if (told.event() instanceof Replicator.Safe safe) {
      publishSafe(channel, log, safe.upTo());
    } else if (told.event() instanceof Replicator.Stalled) {
      log.stall();
    } else if (told.event() instanceof Replicator.Resumed) {
      log.resume();
    } else {
      getContext().getLog().warn("[{}] is kept by a later entity: this one ends", channel.name);
      return Behaviors.stopped();
    }
    return this;
  }

  private void begin(HeldChannel channel, ReplicatedLog log, Replicator.Began began) {
    channel.log = emptyLog(channel.name, began.epoch());
    List<MessageLog.Kept> kept = new ArrayList<>();
    for (LogEntry entry : began.entries()) {
      Position position = new Position(began.epoch(), entry.offset());
      if (entry.offset() >= began.horizon().keysFrom()) {
        channel.remember(entry.key(), position, entry.atMillis(), keeping.memory);
      }
      if (!entry.json().isEmpty()) {
        kept.add(new MessageLog.Kept(entry.offset(), entry.json(), entry.atMillis()));
      }
    }
    channel.log.resume(began.offset(), kept);
    due(Due.LOOK);
    log.begin(began.offset(), began.horizon()).forEach(this::goOn);
    touched(channel, channel.activeAtMillis);
  }

  /** What came too early. */
  private void goOn(Command command) {
    if (command instanceof Append append) {
      onAppend(append);
    } else if (command instanceof Attach attach) {
      onAttach(attach);
    } else if (command instanceof Recover recover) {
      onRecover(recover);
    } else if (command instanceof Detach detach) {
      onDetach(detach);
    } else if (command instanceof Read read) {
      onRead(read);
    } else if (command instanceof Clear clear) {
      onClear(clear);
    } else if (command instanceof Claim claim) {
      onClaim(claim);
    } else {
      throw new IllegalArgumentException("never too early: " + command.getClass());
    }
  }

  private void publishSafe(HeldChannel channel, ReplicatedLog log, long upTo) {
    long now = keeping.clock.millis();
    for (ReplicatedLog.Pending next = log.nextSafe(upTo); next != null; next = log.nextSafe(upTo)) {
      Position position = publish(channel, next.entry().json(), next.entry().key(), now);
      for (Append asker : next.askers()) {
        asker
            .replyTo()
            .tell(new AppendAnswer.Done(asker.ticket(), position, channel.hubs().size()));
      }
    }
    touched(channel, now);
  }

  private Behavior<Command> onAppend(Append append) {
    HeldChannel channel = held(append.channel());
    long now = keeping.clock.millis();
    Position before = channel.positionOf(append.key(), now);
    if (before != null) {
      append.replyTo().tell(new AppendAnswer.Done(append.ticket(), before, 0));
      return this;
    }
    ReplicatedLog replicatedLog = channel.replicated;
    if (replicatedLog != null) {
      boolean kept = keeping.namespaces.of(channel.name).history().size() > 0;
      replicatedLog.append(append, kept, channel.horizon(), now);
      return this;
    }
    Position position = publish(channel, append.json(), append.key(), now);
    append.replyTo().tell(new AppendAnswer.Done(append.ticket(), position, channel.hubs().size()));
    touched(channel, now);
    return this;
  }

  /** Gives a message its position, and to each node that follows. */
  private Position publish(HeldChannel channel, ByteString json, String key, long now) {
    Position position = channel.log.append(json, now);
    channel.remember(key, position, now, keeping.memory);
    List<ActorRef<ChannelEvent>> followers = channel.hubs();
    if (!followers.isEmpty()) {
      ChannelEvent event =
          new ChannelEvent.Appended(channel.name, position.epoch(), position.offset(), json);
      followers.forEach(hub -> hub.tell(event));
      recent.add(channel);
      due(Due.TELL);
    }
    due(Due.LOOK);
    keeping.events.add(Metric.PUBLISHED, 1);
    return position;
  }

  private Behavior<Command> onAttach(Attach attach) {
    HeldChannel channel = held(attach.channel());
    long now = keeping.clock.millis();
    if (!channel.isFollowed()) {
      keeping.unfollowed.remove(channel.name, getContext().getSelf());
    }
    channel.follow(attach.hub(), watched(attach.hub()));
    channel.activeAtMillis = now;
    Position since = attach.since();
    MessageLog.Since missed =
        since == null ? new MessageLog.Since(true, List.of()) : channel.log.since(since, now);
    Position head = channel.log.head();
    Pieces.of(
        missed.missed(),
        (part, last) ->
            attach
                .hub()
                .tell(
                    new ChannelEvent.Attached(
                        channel.name,
                        getContext().getSelf(),
                        attach.attempt(),
                        head,
                        missed.recovered(),
                        part,
                        last)));
    return this;
  }

  private Behavior<Command> onRecover(Recover recover) {
    HeldChannel channel = held(recover.channel());
    MessageLog.Since missed =
        keeping.namespaces.of(channel.name).recovery()
            ? channel.log.since(recover.since(), keeping.clock.millis())
            : new MessageLog.Since(false, List.of());
    Position head = channel.log.head();
    Pieces.of(
        missed.missed(),
        (part, last) ->
            recover
                .hub()
                .tell(
                    new ChannelEvent.Recovered(
                        channel.name, recover.ticket(), head, missed.recovered(), part, last)));
    touched(channel, keeping.clock.millis());
    return this;
  }

  private Behavior<Command> onDetach(Detach detach) {
    HeldChannel channel = channels.get(detach.channel());
    if (channel != null && channel.unfollow(detach.hub())) {
      touched(channel, keeping.clock.millis());
    }
    return this;
  }

  private Behavior<Command> onClaim(Claim claim) {
    HeldChannel channel = channels.get(claim.channel());
    if (channel != null) {
      ChannelEvent event = new ChannelEvent.Claimed(claim.channel(), claim.connection());
      channel.hubs().forEach(hub -> hub.tell(event));
    }
    return this;
  }

  /** There is nobody to tell if the last has left just now. */
  private Behavior<Command> onTellPresence(TellPresence tell) {
    HeldChannel channel = channels.get(tell.channel());
    if (channel != null && channel.isFollowed()) {
      gather(tell.change());
    }
    passivateIfEmpty();
    return this;
  }

  private void gather(PresenceChange change) {
    PresenceBatches batches = presence;
    if (batches == null) {
      batches =
          new PresenceBatches(
              keeping.clock::millis,
              after -> timers.startSingleTimer(Due.PRESENCE, Due.PRESENCE, after),
              this::tellPresence);
      presence = batches;
    }
    batches.add(change);
  }

  private void tellPresence(PresenceChange change) {
    HeldChannel channel = channels.get(change.channel());
    if (channel != null) {
      ChannelEvent event = new ChannelEvent.PresenceChanged(change);
      channel.hubs().forEach(hub -> hub.tell(event));
    }
  }

  private Behavior<Command> onRead(Read read) {
    HeldChannel channel = held(read.channel());
    long now = keeping.clock.millis();
    read.replyTo().tell(HistoryReading.of(channel.log, read, now));
    touched(channel, now);
    return this;
  }

  private Behavior<Command> onClear(Clear clear) {
    HeldChannel channel = held(clear.channel());
    channel.log.clear();
    ReplicatedLog replicatedLog = channel.replicated;
    if (replicatedLog != null) {
      replicatedLog.forget(channel.horizon());
    }
    clear.replyTo().tell(new GatewayCommand.Messages(channel.log.head(), List.of()));
    touched(channel, channel.activeAtMillis);
    return this;
  }

  private Behavior<Command> onKnock(Knock knock) {
    knock.replyTo().tell(new AppendAnswer.Done(knock.ticket(), new Position(epoch, 0), 0));
    passivateIfEmpty();
    return this;
  }

  private Behavior<Command> onHubEnded(HubEnded ended) {
    long now = keeping.clock.millis();
    hubs.remove(ended.hub());
    for (HeldChannel channel : List.copyOf(channels.values())) {
      if (channel.unfollow(ended.hub())) {
        touched(channel, now);
        if (channel.isFollowed() && keeping.namespaces.tellsOfJoins(channel.name)) {
          gather(PresenceChange.unknown(channel.name)); // it says of nobody that they left
        }
      }
    }
    return this;
  }

  private Behavior<Command> onForget(Forget forget) {
    HeldChannel channel = channels.get(forget.channel());
    if (channel != null && !channel.isFollowed() && !isBusy(channel)) {
      drop(channel);
      passivateIfEmpty();
    }
    return this;
  }

  private Behavior<Command> onDue(Due due) {
    switch (due) {
      case TELL -> tellWhereChannelsStand();
      case LOOK -> {
        dropWhatIsTooOld();
        passivateIfEmpty();
      }
      case PRESENCE -> {
        if (presence != null) {
          presence.onAlarm();
        }
      }
      case PASSIVATE -> passivateIfStillEmpty();
    }
    return this;
  }

  private void tellWhereChannelsStand() {
    for (HeldChannel channel : recent) {
      Position head = channel.log.head();
      ChannelEvent event = new ChannelEvent.StandsAt(channel.name, head.epoch(), head.offset());
      channel.hubs().forEach(hub -> hub.tell(event));
    }
    recent.clear();
  }

  private void dropWhatIsTooOld() {
    long now = keeping.clock.millis();
    long next = Long.MAX_VALUE;
    for (HeldChannel channel : List.copyOf(channels.values())) {
      channel.log.trim(now);
      ReplicatedLog replicatedLog = channel.replicated;
      if (replicatedLog != null) {
        replicatedLog.forget(channel.horizon());
      }
      long restMillis = restOf(channel, now);
      if (restMillis <= 0) {
        drop(channel);
      } else {
        next = Math.min(next, restMillis);
      }
    }
    if (next < Long.MAX_VALUE) {
      Duration rest = Duration.ofMillis(Math.min(next, MOST_REST_MILLIS));
      timers.startSingleTimer(Due.LOOK, Due.LOOK, rest);
    }
  }

  /** How long until there may be something to drop of a channel; 0 if all of it is due now. */
  private long restOf(HeldChannel channel, long now) {
    long idle = now - channel.activeAtMillis;
    HistorySettings history = keeping.namespaces.of(channel.name).history();
    long untilTrimmed =
        channel.log.isEmpty()
            ? Long.MAX_VALUE
            : Math.max(1000, history.keptFor().toMillis() - idle);
    if (channel.isFollowed()) {
      return untilTrimmed;
    }
    if (isBusy(channel)) {
      return QUIET.toMillis();
    }
    long rest = Math.max(0, keeping.memory.rememberedFor().toMillis() - idle);
    return Math.min(untilTrimmed, rest);
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    List.copyOf(channels.values()).forEach(this::drop);
    return this;
  }

  private HeldChannel held(String name) {
    timers.cancel(Due.PASSIVATE);
    return channels.computeIfAbsent(
        name,
        fresh ->
            new HeldChannel(
                fresh, emptyLog(fresh, epoch), replicatedLog(fresh), keeping.clock.millis()));
  }

  private MessageLog emptyLog(String name, String itsEpoch) {
    return new MessageLog(itsEpoch, keeping.namespaces.of(name).history(), keeping.budget);
  }

  private @Nullable ReplicatedLog replicatedLog(String name) {
    Replicas replicas = keeping.replicas;
    return replicas == null || !keeping.namespaces.of(name).replication()
        ? null
        : new ReplicatedLog(
            getContext()
                .spawnAnonymous(
                    replicas.replicator(
                        name, keeping.copiesKeptFor(name), keeping::newEpoch, replicated)));
  }

  private static boolean isBusy(HeldChannel channel) {
    return channel.replicated != null
        && (!channel.replicated.hasBegun() || channel.replicated.isBusy());
  }

  private List<ActorRef<ChannelEvent>> watched(ActorRef<ChannelEvent> hub) {
    return hubs.computeIfAbsent(
        hub,
        fresh -> {
          getContext().watchWith(fresh, new HubEnded(fresh));
          return List.of(fresh);
        });
  }

  /**
   * A channel was published to, or is followed by fewer: it may have to be forgotten, now or later.
   */
  private void touched(HeldChannel channel, long now) {
    channel.activeAtMillis = now;
    if (channel.isFollowed()) {
      return;
    }
    if (channel.log.isFresh() && !isBusy(channel)) {
      drop(channel);
      passivateIfEmpty();
      return;
    }
    Unfollowed.Surplus surplus = keeping.unfollowed.touch(channel.name, getContext().getSelf());
    if (surplus != null) {
      surplus.entity().tell(new Forget(surplus.channel()));
    }
    due(Due.LOOK);
  }

  private void due(Due what) {
    if (!timers.isTimerActive(what)) {
      timers.startSingleTimer(what, what, QUIET);
    }
  }

  private void drop(HeldChannel channel) {
    channels.remove(channel.name);
    keeping.unfollowed.remove(channel.name, getContext().getSelf());
    recent.remove(channel);
    ReplicatedLog replicatedLog = channel.replicated;
    if (replicatedLog != null) {
      replicatedLog.giveUp();
      getContext().stop(replicatedLog.replicator()); // which leaves the log with this node
    }
    channel.log.clear();
    if (!channel.log.isFresh()) {
      epoch = keeping.newEpoch(); // should the channel come back, it must not go on in the old one
    }
  }

  private void passivateIfEmpty() {
    if (channels.isEmpty() && !timers.isTimerActive(Due.PASSIVATE)) {
      timers.startSingleTimer(Due.PASSIVATE, Due.PASSIVATE, EMPTY);
    }
  }

  private void passivateIfStillEmpty() {
    if (channels.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
  }
}
