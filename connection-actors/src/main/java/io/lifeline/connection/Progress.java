package io.lifeline.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * What changes while a connection is active.
 *
 * @param channels that it is subscribed to, without its personal one
 * @param received whole messages from the peer
 * @param unanswered requests to the channels whose answers have not come
 * @param reading false while the stage waits to be told to read on
 */
record Progress(List<String> channels, long received, int unanswered, boolean reading) {
  static final Progress NONE = new Progress(List.of(), 0, 0, true);

  Progress {
    channels = List.copyOf(channels);
    if (unanswered < 0) {
      throw new IllegalArgumentException("unanswered: " + unanswered + " (expected: >= 0)");
    }
  }

  Progress with(List<String> those) {
    return new Progress(those, received, unanswered, reading);
  }

  Progress joined(String channel) {
    if (channels.contains(channel)) {
      return this; // one that was asked for with the handshake
    }
    List<String> more = new ArrayList<>(channels);
    more.add(channel);
    return with(more);
  }

  Progress left(String channel) {
    List<String> fewer = new ArrayList<>(channels);
    fewer.remove(channel);
    return with(fewer);
  }

  Progress read(int messages, int requests, boolean readsOn) {
    return new Progress(channels, received + messages, unanswered + requests, readsOn);
  }
}
