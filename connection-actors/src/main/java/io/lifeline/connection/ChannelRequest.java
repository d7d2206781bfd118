package io.lifeline.connection;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * Seam: what an open connection asks of the node's channels. The connection has checked what its
 * identity allows; the receiver checks channel names and limits. Each request that has a {@code
 * requestId} is answered once by {@link ConnectionActor.ChannelAnswered}.
 */
public sealed interface ChannelRequest {
  /**
   * Makes the connection addressable and subscribes it to its personal channel and to {@code
   * channels}. Sent once, when it becomes active; the receiver watches {@link
   * Subscriber#connection()} and forgets all of it when that ends.
   */
  record Register(Subscriber subscriber, List<String> channels) implements ChannelRequest {
    public Register {
      channels = List.copyOf(channels);
    }
  }

  record Join(
      ConnectionId connection,
      String channel,
      long requestId,
      ActorRef<ConnectionActor.ChannelAnswered> replyTo)
      implements ChannelRequest {}

  record Leave(
      ConnectionId connection,
      String channel,
      long requestId,
      ActorRef<ConnectionActor.ChannelAnswered> replyTo)
      implements ChannelRequest {}

  /**
   * @param json the message's data: one valid JSON value without line breaks
   */
  record Publish(
      ConnectionId connection,
      String channel,
      ByteString json,
      long requestId,
      ActorRef<ConnectionActor.ChannelAnswered> replyTo)
      implements ChannelRequest {}
}
