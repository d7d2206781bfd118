package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.ChannelLog.Command;
import io.lifeline.supervision.channels.ChannelLog.Due;
import io.lifeline.supervision.channels.replica.LogEntry;
import io.lifeline.supervision.channels.replica.Replicator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replicated channels on their way into an entity: what is about one waits until its log was taken
 * over from its copies, and then goes on in its order. For the entity alone.
 */
final class Takeovers {
  private final ChannelKeeping keeping;
  private final HeldChannels channels;
  private final Appending appending;
  private final EntityTimers timers;
  private final Consumer<Command> goOn;

  /**
   * @param goOn takes what came too early
   */
  Takeovers(
      ChannelKeeping keeping,
      HeldChannels channels,
      Appending appending,
      EntityTimers timers,
      Consumer<Command> goOn) {
    this.keeping = keeping;
    this.channels = channels;
    this.appending = appending;
    this.timers = timers;
    this.goOn = goOn;
  }

  /** Whether it is about a replicated channel whose log was not taken over yet. */
  boolean isTooEarly(Command command) {
    if (command instanceof ChannelLog.Replicated
        || command instanceof ChannelLog.Forget
        || command instanceof ChannelLog.Knock
        || command instanceof ChannelLog.TellPresence) {
      return false;
    }
    if (command.channel().isEmpty()
        || (command instanceof ChannelLog.Detach && channels.find(command.channel()) == null)) {
      return false;
    }
    ReplicatedLog log = channels.hold(command.channel()).replicated;
    return log != null && !log.hasBegun();
  }

  /** Keeps what is too early. To be woken takes no more than that the channel is held. */
  void defer(Command command) {
    ReplicatedLog log = channels.hold(command.channel()).replicated;
    if (log != null && !(command instanceof ChannelLog.Wake)) {
      log.defer(command);
    }
  }

  /** Answers false if a later entity has the channel: this one must end. */
  boolean onReplicated(Replicator.Event event) {
    HeldChannel channel = channels.find(event.channel());
    ReplicatedLog log = channel == null ? null : channel.replicated;
    if (channel == null || log == null || !log.replicator().equals(event.from())) {
      return true; // it was dropped meanwhile
    }
    if (event instanceof Replicator.Began began) {
      begin(channel, log, began);
    } else if (event instanceof Replicator.Safe safe) {
      appending.publishSafe(channel, log, safe.upTo());
    } else if (event instanceof Replicator.Stalled) {
      log.stall();
    } else if (event instanceof Replicator.Resumed) {
      log.resume();
    } else {
      return false;
    }
    return true;
  }

  private void begin(HeldChannel channel, ReplicatedLog log, Replicator.Began began) {
    channel.log = channels.emptyLog(channel.name, began.epoch());
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
    timers.soon(Due.LOOK);
    log.begin(began.offset(), began.horizon()).forEach(goOn);
    channels.touched(channel, channel.activeAtMillis);
  }
}
