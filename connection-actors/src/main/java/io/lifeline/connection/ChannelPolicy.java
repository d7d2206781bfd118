package io.lifeline.connection;

import io.lifeline.connection.ChannelOutcome.Rejected;
import java.util.Optional;

/**
 * Seam: what the node's configuration says of a channel, beyond the identity of who asks.
 * Thread-safe; must not block.
 */
public interface ChannelPolicy {
  /** Who may do something in a channel. */
  enum Who {
    /** Every user. */
    ANYONE,
    /** Users whose identity names the channel. */
    TOKEN
  }

  /** Every channel exists, and the identity decides. */
  ChannelPolicy TOKENS =
      new ChannelPolicy() {
        @Override
        public Optional<Rejected> problemOf(String channel) {
          return Optional.empty();
        }

        @Override
        public Who maySubscribe(String channel) {
          return Who.TOKEN;
        }

        @Override
        public Who mayPublish(String channel) {
          return Who.TOKEN;
        }
      };

  /** Why there can be no such channel. */
  Optional<Rejected> problemOf(String channel);

  Who maySubscribe(String channel);

  Who mayPublish(String channel);
}
