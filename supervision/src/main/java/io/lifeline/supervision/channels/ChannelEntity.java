package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.ChannelLog.Append;
import io.lifeline.supervision.channels.ChannelLog.Attach;
import io.lifeline.supervision.channels.ChannelLog.Claim;
import io.lifeline.supervision.channels.ChannelLog.Clear;
import io.lifeline.supervision.channels.ChannelLog.Command;
import io.lifeline.supervision.channels.ChannelLog.Detach;
import io.lifeline.supervision.channels.ChannelLog.Due;
import io.lifeline.supervision.channels.ChannelLog.Forget;
import io.lifeline.supervision.channels.ChannelLog.HubEnded;
import io.lifeline.supervision.channels.ChannelLog.Knock;
import io.lifeline.supervision.channels.ChannelLog.Read;
import io.lifeline.supervision.channels.ChannelLog.Recover;
import io.lifeline.supervision.channels.ChannelLog.Replicated;
import io.lifeline.supervision.channels.ChannelLog.Stop;
import io.lifeline.supervision.channels.ChannelLog.TellPresence;
import io.lifeline.supervision.channels.ChannelLog.Wake;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actor behind {@link ChannelLog}: takes what is said to the entity to the part of it whose
 * business that is. Looks at the messages itself: the cases of a receive builder would cost each
 * entity 1 KB, and a node has thousands of them for users alone.
 */
final class ChannelEntity extends ExtensibleBehavior<Command> {
  private final ActorContext<Command> context;
  private final ChannelKeeping keeping;
  private final HeldChannels channels;
  private final FollowingNodes nodes;
  private final Appending appending;
  private final Takeovers takeovers;

  ChannelEntity(ActorContext<Command> context, ChannelKeeping keeping, EntityTimers timers) {
    this.context = context;
    this.keeping = keeping;
    this.channels =
        new HeldChannels(keeping, context.getSelf(), timers, new ReplicatedLogs(context, keeping));
    this.nodes = new FollowingNodes(context, keeping, channels, timers);
    this.appending = new Appending(keeping, channels, nodes, timers);
    this.takeovers = new Takeovers(keeping, channels, appending, timers, this::goOn);
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> same, Command command) {
    if (takeovers.isTooEarly(command)) {
      return onTooEarly(command);
    } else if (command instanceof Append append) {
      return onAppend(append);
    } else if (command instanceof Due due) {
      return onDue(due);
    } else if (command instanceof Replicated told) {
      return onReplicated(told);
    } else if (command instanceof Wake wake) {
      return onWake(wake);
    } else if (command instanceof Forget forget) {
      return onForget(forget);
    } else if (command instanceof Stop) {
      return Behaviors.stopped();
    }
    return onHub(command);
  }

  private Behavior<Command> onHub(Command command) {
    if (command instanceof Attach attach) {
      return onAttach(attach);
    } else if (command instanceof Detach detach) {
      return onDetach(detach);
    } else if (command instanceof Recover recover) {
      return onRecover(recover);
    } else if (command instanceof Claim claim) {
      return onClaim(claim);
    } else if (command instanceof TellPresence tell) {
      return onTellPresence(tell);
    } else if (command instanceof HubEnded ended) {
      return onHubEnded(ended);
    }
    return onGateway(command);
  }

  private Behavior<Command> onGateway(Command command) {
    if (command instanceof Knock knock) {
      return onKnock(knock);
    } else if (command instanceof Read read) {
      return onRead(read);
    } else if (command instanceof Clear clear) {
      return onClear(clear);
    }
    return Behaviors.unhandled();
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> same, Signal signal) {
    if (signal instanceof PostStop) {
      channels.dropAll();
      return this;
    }
    return Behaviors.unhandled();
  }

  private Behavior<Command> onTooEarly(Command command) {
    takeovers.defer(command);
    return this;
  }

  /** What came too early is none of what ends the entity. */
  private void goOn(Command command) {
    Behavior<Command> unused = Behavior.interpretMessage(this, context, command);
  }

  private Behavior<Command> onReplicated(Replicated told) {
    if (takeovers.onReplicated(told.event())) {
      return this;
    }
    context.getLog().warn("[{}] is kept by a later entity: this one ends", told.channel());
    return Behaviors.stopped();
  }

  /** That it is held is enough: its log is taken over and gets new copies. */
  private Behavior<Command> onWake(Wake wake) {
    channels.touched(channels.hold(wake.channel()), keeping.clock.millis());
    return this;
  }

  private Behavior<Command> onAppend(Append append) {
    appending.append(append);
    return this;
  }

  private Behavior<Command> onAttach(Attach attach) {
    HeldChannel channel = channels.hold(attach.channel());
    long now = keeping.clock.millis();
    nodes.follow(channel, attach.hub());
    channel.activeAtMillis = now;
    MissedMessages.tell(channel, attach, context.getSelf(), now);
    return this;
  }

  private Behavior<Command> onRecover(Recover recover) {
    HeldChannel channel = channels.hold(recover.channel());
    long now = keeping.clock.millis();
    boolean recovery = keeping.namespaces.of(channel.name).recovery();
    MissedMessages.tell(channel, recover, recovery, now);
    channels.touched(channel, now);
    return this;
  }

  private Behavior<Command> onDetach(Detach detach) {
    HeldChannel channel = channels.find(detach.channel());
    if (channel != null && channel.unfollow(detach.hub())) {
      channels.touched(channel, keeping.clock.millis());
    }
    return this;
  }

  private Behavior<Command> onRead(Read read) {
    HeldChannel channel = channels.hold(read.channel());
    long now = keeping.clock.millis();
    read.replyTo().tell(HistoryReading.of(channel.log, read, now));
    channels.touched(channel, now);
    return this;
  }

  private Behavior<Command> onClear(Clear clear) {
    HeldChannel channel = channels.hold(clear.channel());
    channel.log.clear();
    ReplicatedLog replicated = channel.replicated;
    if (replicated != null) {
      replicated.forget(channel.horizon());
    }
    clear.replyTo().tell(new GatewayCommand.Messages(channel.log.head(), List.of()));
    channels.touched(channel, channel.activeAtMillis);
    return this;
  }

  private Behavior<Command> onClaim(Claim claim) {
    HeldChannel channel = channels.find(claim.channel());
    if (channel != null) {
      nodes.claimed(channel, claim.connection());
    }
    return this;
  }

  /** There is nobody to tell if the last has left just now. */
  private Behavior<Command> onTellPresence(TellPresence tell) {
    HeldChannel channel = channels.find(tell.channel());
    if (channel != null && channel.isFollowed()) {
      nodes.gather(tell.change());
    }
    channels.passivateIfEmpty();
    return this;
  }

  private Behavior<Command> onKnock(Knock knock) {
    Position beginning = new Position(channels.epoch(), 0);
    knock.replyTo().tell(new AppendAnswer.Done(knock.ticket(), beginning, 0));
    channels.passivateIfEmpty();
    return this;
  }

  private Behavior<Command> onHubEnded(HubEnded ended) {
    nodes.ended(ended.hub());
    return this;
  }

  private Behavior<Command> onForget(Forget forget) {
    channels.forget(forget.channel());
    return this;
  }

  private Behavior<Command> onDue(Due due) {
    switch (due) {
      case TELL -> nodes.tellWhereChannelsStand();
      case LOOK -> channels.dropWhatIsTooOld();
      case PRESENCE -> nodes.onPresenceDue();
      case PASSIVATE -> channels.passivateIfStillEmpty();
    }
    return this;
  }
}
