package io.lifeline.load.node;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens, as it says when it is ready.
 *
 * @param webSocket for example {@code ws://127.0.0.1:8080/ws}
 * @param http the same listener's root
 * @param ops the operator's listener
 * @param cluster {@code host:port} at which other nodes join it
 */
public record ReadyLine(URI webSocket, URI http, URI ops, String cluster) {
  private static final Pattern LINE =
      Pattern.compile(
          "Lifeline is ready: (wss?://\\S+)\\s+(https?://\\S+)\\s+ops (https?://\\S+)\\s+cluster (\\S+)");

  /** The addresses, if this is that line. */
  public static Optional<ReadyLine> in(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReadyLine(
            URI.create(matcher.group(1)),
            URI.create(matcher.group(2)),
            URI.create(matcher.group(3)),
            matcher.group(4)));
  }
}
