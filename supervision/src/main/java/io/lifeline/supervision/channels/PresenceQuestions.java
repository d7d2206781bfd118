package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Present;
import io.lifeline.supervision.gateway.GatewayCommand.PresenceReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Questions of clients who hears a channel. The nodes are asked at once, and of one channel not
 * again before the next tick: who asks meanwhile shares the next answer, so that a channel full of
 * clients may ask together and none can keep the nodes busy. For the gateway alone.
 */
final class PresenceQuestions {
  /** An answer names so many connections at most. */
  static final int MAX_NAMES = 1000;

  /** And so many that their names have no more characters than this, or one. */
  private static final int MAX_CHARACTERS = 48 << 10;

  /** Asks all nodes; the consumer gets the answer. */
  private final BiConsumer<String, Consumer<PresenceReply>> nodes;

  private final Set<String> justAsked = new HashSet<>();
  private final Map<String, List<Consumer<ChannelOutcome>>> waiting = new HashMap<>();

  PresenceQuestions(BiConsumer<String, Consumer<PresenceReply>> nodes) {
    this.nodes = nodes;
  }

  void ask(String channel, Consumer<ChannelOutcome> asker) {
    if (justAsked.add(channel)) {
      nodes.accept(channel, reply -> asker.accept(outcome(channel, reply)));
    } else {
      waiting.computeIfAbsent(channel, fresh -> new ArrayList<>()).add(asker);
    }
  }

  /** Asks what waits. To be called every now and then. */
  void onTick() {
    justAsked.clear();
    Map<String, List<Consumer<ChannelOutcome>>> next = Map.copyOf(waiting);
    waiting.clear();
    next.forEach(
        (channel, askers) ->
            ask(channel, outcome -> askers.forEach(asker -> asker.accept(outcome))));
  }

  private static ChannelOutcome outcome(String channel, PresenceReply reply) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    int names = 0;
    int characters = 0;
    for (Present user : reply.present()) {
      for (String connection : user.connections()) {
        names++;
        characters += user.user().length() + connection.length();
        if (names == 1 || (names <= MAX_NAMES && characters <= MAX_CHARACTERS)) {
          users.computeIfAbsent(user.user(), fresh -> new ArrayList<>(1)).add(connection);
        }
      }
    }
    List<Present> present =
        users.entrySet().stream().map(user -> new Present(user.getKey(), user.getValue())).toList();
    return new ChannelOutcome.Presence(channel, present, reply.connections());
  }
}
