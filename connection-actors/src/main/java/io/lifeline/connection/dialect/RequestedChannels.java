package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.handshake.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the URL of the plain dialect asks for: its {@code channel} parameters, each once, or without
 * any the channels that the identity names without a wildcard; and {@code since} where the client
 * has got to in them. Whether it may have them is for the connection to check.
 */
final class RequestedChannels {
  private static final int BAD_REQUEST = 107;

  private final Set<String> channels;
  private final Map<String, Position> positions = new HashMap<>();
  private final List<Rejected> problems = new ArrayList<>();

  private RequestedChannels(Set<String> channels) {
    this.channels = channels;
  }

  /** A query that is not well encoded asks for nothing. */
  static Dialect.Requested in(RequestHead head, Identity identity) {
    List<String> asked;
    List<String> since;
    try {
      asked = head.query("channel");
      since = head.query("since");
    } catch (IllegalArgumentException notWellEncoded) {
      return Dialect.Requested.NOTHING;
    }
    RequestedChannels requested =
        new RequestedChannels(asked.isEmpty() ? ownChannels(identity) : new LinkedHashSet<>(asked));
    String personal = ChannelAccess.personalChannel(identity.user());
    since.forEach(text -> requested.since(text, personal));
    return requested.whole();
  }

  private static Set<String> ownChannels(Identity identity) {
    Set<String> own = new LinkedHashSet<>();
    for (String pattern : identity.subscribes()) {
      if (!pattern.endsWith("*") && !pattern.startsWith("#")) {
        own.add(pattern);
      }
    }
    return own;
  }

  private void since(String text, String personal) {
    Wanted stated = PositionText.read(text);
    if (stated == null) {
      problem("since: expected channel:offset:epoch");
    } else if (stated.channel().equals(personal) || channels.contains(stated.channel())) {
      channels.add(stated.channel());
      positions.put(stated.channel(), stated.since());
    } else {
      problem("since: of a channel that is not asked for");
    }
  }

  private void problem(String message) {
    if (problems.isEmpty()) {
      problems.add(new Rejected(BAD_REQUEST, message));
    }
  }

  private Dialect.Requested whole() {
    return new Dialect.Requested(
        channels.stream().map(channel -> new Wanted(channel, positions.get(channel))).toList(),
        problems);
  }
}
