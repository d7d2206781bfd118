package io.lifeline.load.follow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A place in a channel's order. */
public record Position(long offset, String epoch) {
  /** As the query parameter with which a client resumes. */
  String since(String channel) {
    String value = channel + ":" + offset + ":" + epoch;
    return "since=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return offset + ":" + epoch;
  }
}
