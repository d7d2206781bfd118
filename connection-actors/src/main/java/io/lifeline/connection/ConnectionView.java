package io.lifeline.connection;

import java.time.Duration;
import java.util.List;

/**
 * One connection as it is at this moment, for people who look.
 *
 * @param state {@code opening}, {@code http}, {@code active} or {@code closing}
 * @param user empty before it is authenticated
 * @param roundTrip of the latest answered heartbeat; zero before the first
 * @param missedBeats pings in a row without an answer
 * @param children names of its living child actors
 */
public record ConnectionView(
    String id,
    String state,
    String user,
    String remoteAddress,
    String dialect,
    Duration age,
    Duration roundTrip,
    int missedBeats,
    List<String> channels,
    List<String> children) {
  public ConnectionView {
    channels = List.copyOf(channels);
    children = List.copyOf(children);
  }
}
