package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A hub's way to the channels.
 *
 * @param hub to which they answer
 */
record HubUplink(ChannelEntities entities, ActorRef<ChannelEvent> hub) implements Following.Uplink {
  @Override
  public void attach(String channel, @Nullable Position since, int attempt) {
    entities.tell(new ChannelLog.Attach(channel, since, attempt, hub));
  }

  @Override
  public void detach(String channel) {
    entities.tell(new ChannelLog.Detach(channel, hub));
  }

  @Override
  public void recover(String channel, Position since, long ticket) {
    entities.tell(new ChannelLog.Recover(channel, since, ticket, hub));
  }
}
