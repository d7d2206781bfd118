package io.lifeline.connection;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Seam: what an open connection asks of the node's channels. The connection has checked what its
 * identity allows; the receiver checks channel names and limits. Each request that has a {@code
 * requestId} is answered once, by {@link ConnectionActor.ChannelAnswered} or by {@link
 * ConnectionActor.SubscriptionChanged}.
 */
public sealed interface ChannelRequest {
  /**
   * A channel that is asked for.
   *
   * @param since where the client has got to in it, or null if it wants no recovery
   */
  record Wanted(String channel, @Nullable Position since) {}

  /**
   * Makes the connection addressable, greets its peer, and subscribes it to its personal channel
   * and to {@code channels}. Sent once, when it becomes active, and answered first by {@link
   * ConnectionActor.Greeted}, then by {@link Writer.Greet} to its writer, or by {@link
   * ConnectionActor.End}; the receiver watches {@link Subscriber#connection()} and forgets all of
   * it when that ends.
   *
   * @param channels the personal one is among them if the client has a position in it
   */
  record Register(Subscriber subscriber, List<Wanted> channels) implements ChannelRequest {
    public Register {
      channels = List.copyOf(channels);
    }
  }

  /** Subscribes; the receiver tells the peer, since what follows is in order with its answer. */
  record Join(
      ConnectionId connection,
      Wanted wanted,
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
   * Asks who hears a channel. Sent for channels alone to which the connection is subscribed;
   * answered with {@link ChannelOutcome.Presence}.
   */
  record Presence(
      ConnectionId connection,
      String channel,
      long requestId,
      ActorRef<ConnectionActor.ChannelAnswered> replyTo)
      implements ChannelRequest {}

  /**
   * @param json the message's data: one valid JSON value without line breaks
   * @param idempotencyKey by which a repetition is known; empty if the client has none
   */
  record Publish(
      ConnectionId connection,
      String channel,
      ByteString json,
      String idempotencyKey,
      long requestId,
      ActorRef<ConnectionActor.ChannelAnswered> replyTo)
      implements ChannelRequest {}
}
