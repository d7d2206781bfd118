package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells hubs what they, or one of their subscribers, have missed of a channel, in pieces. */
final class MissedMessages {
  private MissedMessages() {}

  /** The answer to a node that follows. */
  static void tell(
      HeldChannel channel,
      ChannelLog.Attach attach,
      ActorRef<ChannelLog.Command> entity,
      long nowMillis) {
    Position since = attach.since();
    MessageLog.Since missed =
        since == null ? new MessageLog.Since(true, List.of()) : channel.log.since(since, nowMillis);
    Position head = channel.log.head();
    Pieces.of(
        missed.missed(),
        (part, last) ->
            attach
                .hub()
                .tell(
                    new ChannelEvent.Attached(
                        channel.name,
                        entity,
                        attach.attempt(),
                        head,
                        missed.recovered(),
                        part,
                        last)));
  }

  /**
   * The answer about one subscriber.
   *
   * @param recovery whether the namespace allows it
   */
  static void tell(
      HeldChannel channel, ChannelLog.Recover recover, boolean recovery, long nowMillis) {
    MessageLog.Since missed =
        recovery
            ? channel.log.since(recover.since(), nowMillis)
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
  }
}
