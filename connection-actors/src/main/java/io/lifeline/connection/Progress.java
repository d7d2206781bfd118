package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.BeatReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What changes while a connection is active.
 *
 * @param channels that it is subscribed to, without its personal one
 * @param received whole messages from the peer
 * @param unanswered requests to the channels whose answers have not come
 * @param reading false while the stage waits to be told to read on
 * @param roundTripNanos of the latest answered beat, 0 before the first
 * @param missedBeats pings in a row without an answer
 */
record Progress(
    List<String> channels,
    long received,
    int unanswered,
    boolean reading,
    long roundTripNanos,
    int missedBeats) {
  static final Progress NONE = new Progress(List.of(), 0, 0, true, 0, 0);

  Progress {
    channels = List.copyOf(channels);
    if (unanswered < 0) {
      throw new IllegalArgumentException("unanswered: " + unanswered + " (expected: >= 0)");
    }
  }

  Progress with(List<String> those) {
    return new Progress(those, received, unanswered, reading, roundTripNanos, missedBeats);
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

  Progress beat(BeatReport report) {
    long roundTrip = report.roundTripNanos() < 0 ? roundTripNanos : report.roundTripNanos();
    return new Progress(channels, received, unanswered, reading, roundTrip, report.missed());
  }

  Progress read(int messages, int requests, boolean readsOn) {
    return new Progress(
        channels, received + messages, unanswered + requests, readsOn, roundTripNanos, missedBeats);
  }
}
