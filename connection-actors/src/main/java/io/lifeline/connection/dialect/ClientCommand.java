package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Position;
import io.lifeline.connection.websocket.Message;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What a client asked for, whatever its dialect. */
public sealed interface ClientCommand {
  /**
   * @param since where the client has got to in the channel, or null if it wants no recovery
   */
  record Subscribe(long requestId, String channel, @Nullable Position since)
      implements ClientCommand {}

  record Unsubscribe(long requestId, String channel) implements ClientCommand {}

  /**
   * @param json one valid JSON value without line breaks
   * @param idempotencyKey by which a repetition is known; empty if the client has none
   */
  record Publish(long requestId, String channel, ByteString json, String idempotencyKey)
      implements ClientCommand {}

  /** Asks who hears a channel. */
  record Presence(long requestId, String channel) implements ClientCommand {}

  /** The request cannot be understood; it is answered and the connection stays. */
  record Malformed(long requestId, ChannelOutcome.Rejected error) implements ClientCommand {}

  /** The dialect has the answer itself. */
  record Respond(Message message) implements ClientCommand {}

  /** The message breaks the dialect so that the connection must end. */
  record Abort(CloseReason reason) implements ClientCommand {}
}
