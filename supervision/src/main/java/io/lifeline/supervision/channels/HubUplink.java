package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A hub's way to the channels.
 *
 * @param keepers of the channels, as far as the hub knows them
 * @param hub to which they answer
 */
record HubUplink(ChannelEntities entities, Keepers keepers, ActorRef<ChannelEvent> hub)
    implements Following.Uplink {
  @Override
  public void attach(String channel, @Nullable Position since, int attempt) {
    entities.tell(new ChannelLog.Attach(channel, since, attempt, hub));
  }

  /**
   * A keeper on this node is told itself, in one hop in place of three. It has that before anything
   * that is sent to the channel later; a question that it overtakes is answered, and then the hub
   * detaches again. Between nodes such an order is not kept, so the other way must do.
   */
  @Override
  public void detach(String channel) {
    ChannelLog.Detach detach = new ChannelLog.Detach(channel, hub);
    ActorRef<ChannelLog.Command> here = keepers.onThisNode(channel);
    if (here != null) {
      here.tell(detach);
    } else {
      entities.tell(detach);
    }
  }

  @Override
  public void recover(String channel, Position since, long ticket) {
    entities.tell(new ChannelLog.Recover(channel, since, ticket, hub));
  }
}
