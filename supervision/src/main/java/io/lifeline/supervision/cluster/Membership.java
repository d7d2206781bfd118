package io.lifeline.supervision.cluster;

import io.lifeline.telemetry.EventSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Takes this node into its cluster and out of it again, each within a bounded time. One for each
 * actor system, whose cluster must be nobody else's business.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>outside</td><td>until it is told to join</td></tr>
 * <tr><td>joining</td><td>until the node is up, was refused, or {@code join-within} is over</td></tr>
 * <tr><td>member</td><td>until it is told to leave; should the cluster part with the node before
 *     that, the owner is told</td></tr>
 * <tr><td>leaving</td><td>until shards are handed over and the others have seen it go, or {@code
 *     leave-within} is over</td></tr>
 * <tr><td>gone</td><td>for good</td></tr>
 * </table>
 */
public final class Membership {
  public sealed interface Command {}

  /** Joins, once; answered within {@code join-within}. */
  public record Join(ActorRef<JoinAnswer> replyTo) implements Command {}

  /** Leaves the cluster; answered within {@code leave-within}. */
  public record Leave(ActorRef<Left> replyTo) implements Command {}

  /** How joining went. */
  public sealed interface JoinAnswer {}

  /**
   * The node is up.
   *
   * @param self where other nodes reach it
   */
  public record Joined(NodeAddress self) implements JoinAnswer {}

  /**
   * The node is no member and will not become one.
   *
   * @param problem one line that names the setting, its value and what was expected
   */
  public record NotJoined(String problem) implements JoinAnswer {}

  /**
   * The node is out of the cluster.
   *
   * @param inTime whether the others know; if not, they find out by themselves
   */
  public record Left(boolean inTime) {}

  /** Told to the owner: the cluster has parted with this node, which had not been told to leave. */
  public record Parted(Cause cause) {}

  /** Why the cluster parted with a node. */
  public enum Cause {
    /** The others could not reach it, or it could not reach enough of them. */
    DOWNED,
    /** Somebody told it to leave. */
    TOLD_TO_LEAVE
  }

  private record WentUp() implements Command {}

  private record Looking(@Nullable Throwable failure) implements Command {}

  private record JoinDeadline() implements Command {}

  private record ShutdownBegan(Optional<CoordinatedShutdown.Reason> reason) implements Command {}

  private record LeaveEnded(@Nullable Throwable failure) implements Command {}

  private record LeaveDeadline() implements Command {}

  /** Why a node that was drained leaves. */
  private enum Drained implements CoordinatedShutdown.Reason {
    INSTANCE
  }

  private enum Timer {
    JOIN,
    LEAVE
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ClusterSettings settings;
  private final Discovery discovery;
  private final ActorRef<Parted> owner;
  private final Cluster cluster;

  /**
   * @param discovery is asked if the settings name no other node and say that some are to be found
   * @param owner is told if the cluster parts with the node
   * @param events count the members
   */
  public static Behavior<Command> create(
      ClusterSettings settings, Discovery discovery, ActorRef<Parted> owner, EventSink events) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Membership(context, timers, settings, discovery, owner, events).outside()));
  }

  private Membership(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ClusterSettings settings,
      Discovery discovery,
      ActorRef<Parted> owner,
      EventSink events) {
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.discovery = discovery;
    this.owner = owner;
    this.cluster = Cluster.get(context.getSystem());
    context.spawn(MemberWatch.create(events), "members");
  }

  private Behavior<Command> outside() {
    return Behaviors.receive(Command.class)
        .onMessage(Join.class, join -> becomeJoining(join.replyTo()))
        .onMessage(Leave.class, this::onLeaveOutside)
        .build();
  }

  private Behavior<Command> becomeJoining(ActorRef<JoinAnswer> asker) {
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(SelfUp.class, up -> new WentUp()), SelfUp.class));
    hearOfShutdown();
    timers.startSingleTimer(Timer.JOIN, new JoinDeadline(), settings.joinWithin());
    approach();
    return joining(asker);
  }

  private void approach() {
    if (settings.isAlone()) {
      cluster
          .manager()
          .tell(org.apache.pekko.cluster.typed.Join.create(cluster.selfMember().address()));
      return;
    }
    context.getLog().info("joining the cluster [{}]: {}", settings.name(), settings.asked());
    if (settings.looksForOthers()) {
      context.pipeToSelf(
          discovery.start(context.getSystem()), (started, failure) -> new Looking(failure));
    } else {
      cluster
          .manager()
          .tell(new JoinSeedNodes(settings.contacts().stream().map(NodeAddress::toPekko).toList()));
    }
  }

  private Behavior<Command> joining(ActorRef<JoinAnswer> asker) {
    return Behaviors.receive(Command.class)
        .onMessage(WentUp.class, up -> becomeMember(asker))
        .onMessage(Looking.class, looking -> onLooking(looking, asker))
        .onMessage(ShutdownBegan.class, began -> giveUp(asker, refused()))
        .onMessage(JoinDeadline.class, due -> giveUp(asker, nobody()))
        .onMessage(Leave.class, leave -> becomeLeaving(leave.replyTo()))
        .build();
  }

  private Behavior<Command> onLooking(Looking looking, ActorRef<JoinAnswer> asker) {
    if (looking.failure() == null) {
      return Behaviors.same();
    }
    return giveUp(
        asker,
        "lifeline.cluster.discovery.port: %d (expected: a port to listen to at %s; %s)"
            .formatted(
                settings.discovery().port(), settings.listensTo(), looking.failure().getMessage()));
  }

  private Behavior<Command> becomeMember(ActorRef<JoinAnswer> asker) {
    timers.cancel(Timer.JOIN);
    asker.tell(new Joined(NodeAddress.of(cluster.selfMember().address())));
    return Behaviors.receive(Command.class)
        .onMessage(ShutdownBegan.class, this::onParted)
        .onMessage(Leave.class, leave -> becomeLeaving(leave.replyTo()))
        .onMessage(Looking.class, Membership::ignoreLate)
        .build();
  }

  private Behavior<Command> giveUp(ActorRef<JoinAnswer> asker, String problem) {
    timers.cancelAll();
    asker.tell(new NotJoined(problem));
    return gone();
  }

  private String refused() {
    return "%s (expected: nodes of the cluster [%s] that speak protocol %s; the one that answered is of another cluster or release)"
        .formatted(settings.asked(), settings.name(), ProtocolVersion.CURRENT);
  }

  private String nobody() {
    return "%s (expected: a node of the cluster [%s] that lets this one in within %ds; none did)"
        .formatted(settings.asked(), settings.name(), settings.joinWithin().toSeconds());
  }

  private Behavior<Command> onParted(ShutdownBegan began) {
    boolean downed =
        began.reason().filter(CoordinatedShutdown.clusterDowningReason()::equals).isPresent();
    owner.tell(new Parted(downed ? Cause.DOWNED : Cause.TOLD_TO_LEAVE));
    return gone();
  }

  private Behavior<Command> becomeLeaving(ActorRef<Left> asker) {
    timers.cancelAll();
    timers.startSingleTimer(Timer.LEAVE, new LeaveDeadline(), settings.leaveWithin());
    context.pipeToSelf(
        CoordinatedShutdown.get(context.getSystem()).runAll(Drained.INSTANCE),
        (done, failure) -> new LeaveEnded(failure));
    return Behaviors.receive(Command.class)
        .onMessage(LeaveEnded.class, ended -> onLeaveEnded(ended, asker))
        .onMessage(LeaveDeadline.class, due -> onLeaveDeadline(asker))
        .onAnyMessage(Membership::ignoreLate)
        .build();
  }

  private Behavior<Command> onLeaveEnded(LeaveEnded ended, ActorRef<Left> asker) {
    timers.cancelAll();
    Throwable failure = ended.failure();
    if (failure != null) {
      context.getLog().warn("leaving the cluster failed; the others will find out", failure);
    }
    asker.tell(new Left(failure == null));
    return gone();
  }

  private Behavior<Command> onLeaveDeadline(ActorRef<Left> asker) {
    Duration within = settings.leaveWithin();
    context
        .getLog()
        .warn("did not leave the cluster within [{}]; the others will find out", within);
    asker.tell(new Left(false));
    return gone();
  }

  private Behavior<Command> gone() {
    return Behaviors.receive(Command.class)
        .onMessage(Leave.class, this::onLeaveOutside)
        .onMessage(Join.class, this::onJoinAgain)
        .onAnyMessage(Membership::ignoreLate)
        .build();
  }

  private Behavior<Command> onLeaveOutside(Leave leave) {
    leave.replyTo().tell(new Left(true));
    return Behaviors.same();
  }

  private Behavior<Command> onJoinAgain(Join join) {
    join.replyTo()
        .tell(new NotJoined("this node was in a cluster before (expected: a new process)"));
    return Behaviors.same();
  }

  /** Pekko begins a shutdown when it is refused by a cluster or parted with, and tells why. */
  private void hearOfShutdown() {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(context.getSystem());
    ActorRef<Command> self = context.getSelf();
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "membership-hears-of-it",
        () -> {
          self.tell(new ShutdownBegan(shutdown.getShutdownReason()));
          return CompletableFuture.completedFuture(Done.getInstance());
        });
  }

  /** An answer or a timer of a state that is over. */
  private static Behavior<Command> ignoreLate(Command late) {
    return Behaviors.same();
  }
}
