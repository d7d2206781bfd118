package io.lifeline.supervision.channels;

import io.lifeline.connection.Publication;
import org.apache.pekko.util.ByteString;

/**
 * Seam: gives each message of a channel its position. Used by one gateway only, on its thread; must
 * not block.
 */
public interface ChannelStore {
  /**
   * Takes a message into its channel.
   *
   * @return the message with an offset one higher than the latest of its epoch, or with offset 1 of
   *     an epoch that the channel never had before
   */
  Publication append(String channel, ByteString json);
}
