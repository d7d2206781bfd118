package io.lifeline.supervision.channels;

import io.lifeline.connection.Present;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Asks the hubs of all nodes that can be reached, and puts their answers together. For the gateway
 * alone.
 */
final class Nodes {
  private static final int MAX_NAMES = 10_000;

  private final ActorRef<HubRequest> own;
  private final ActorRef<HubAnswer> self;
  private final Gatherings gatherings;
  private final EarlyQuestions early;
  private Set<ActorRef<HubRequest>> hubs;

  /**
   * @param own the hub of this node, which is asked from the start: it has connections before the
   *     Receptionist tells of it, and an answer without them would be wrong
   * @param self hands the answers to {@link #onAnswer}
   * @param others how many other gateways can be reached; while the hub of one of them is not known
   *     yet, questions wait for it as {@link EarlyQuestions} says
   */
  Nodes(
      ActorRef<HubRequest> own, ActorRef<HubAnswer> self, IntSupplier others, LongSupplier millis) {
    this.own = own;
    this.self = self;
    this.gatherings = new Gatherings(millis);
    this.early = new EarlyQuestions(others, millis);
    this.hubs = Set.of(own);
  }

  /**
   * The hubs that can be reached from now on.
   *
   * @param reachable with or without that of this node
   */
  void are(Set<ActorRef<HubRequest>> reachable) {
    Set<ActorRef<HubRequest>> all = new HashSet<>(reachable);
    all.add(own);
    hubs = Set.copyOf(all);
    early.onTick(known());
  }

  private int known() {
    return hubs.size() - 1;
  }

  void onAnswer(HubAnswer answer) {
    gatherings.onAnswer(answer);
  }

  void onTick() {
    early.onTick(known());
    gatherings.onTick();
  }

  /** Asks what a command asks of the nodes; its asker is answered once. */
  void ask(GatewayCommand command) {
    if (command instanceof GatewayCommand.DisconnectUser ask) {
      gather(
          ticket -> new HubRequest.EndUser(ask.user(), ask.except(), ask.ending(), ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.DisconnectReply(told(answers))));
    } else if (command instanceof GatewayCommand.DisconnectConnection ask) {
      gather(
          ticket ->
              new HubRequest.EndConnection(
                  ask.connection(), ask.user(), ask.ending(), ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.DisconnectReply(told(answers))));
    } else if (command instanceof GatewayCommand.SubscribeUser ask) {
      gather(
          ticket -> new HubRequest.SubscribeUser(ask.user(), ask.channel(), ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.SubscriptionReply(told(answers))));
    } else if (command instanceof GatewayCommand.UnsubscribeUser ask) {
      gather(
          ticket -> new HubRequest.UnsubscribeUser(ask.user(), ask.channel(), ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.SubscriptionReply(told(answers))));
    } else {
      askToKnow(command);
    }
  }

  private void askToKnow(GatewayCommand command) {
    if (command instanceof GatewayCommand.Presence ask) {
      int limit = Math.min(Math.max(ask.limit(), 0), MAX_NAMES);
      askWhoHears(ask.channel(), limit, ask.replyTo()::tell);
    } else if (command instanceof GatewayCommand.Channels ask) {
      int limit = Math.min(Math.max(ask.limit(), 1), MAX_NAMES);
      gather(
          ticket -> new HubRequest.WhichChannels(ask.pattern(), limit, ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.ChannelsReply(channels(answers))));
    } else if (command instanceof GatewayCommand.Info ask) {
      gather(
          ticket -> new HubRequest.Count(ticket, self),
          answers -> ask.replyTo().tell(new GatewayCommand.InfoReply(info(answers))));
    } else {
      throw new IllegalArgumentException("not for the nodes: " + command.getClass());
    }
  }

  /**
   * Asks who hears a channel.
   *
   * @param limit of connections that are named on each node
   */
  void askWhoHears(String channel, int limit, Consumer<GatewayCommand.PresenceReply> asker) {
    gather(
        ticket -> new HubRequest.WhoHears(channel, limit, ticket, self),
        answers -> asker.accept(presence(answers)));
  }

  private void gather(LongFunction<HubRequest> request, Consumer<List<HubAnswer>> asker) {
    early.ask(known(), () -> askHubs(request, asker));
  }

  private void askHubs(LongFunction<HubRequest> request, Consumer<List<HubAnswer>> asker) {
    long ticket = gatherings.begin(hubs.size(), asker);
    HubRequest asked = request.apply(ticket);
    hubs.forEach(hub -> hub.tell(asked));
  }

  private static int told(List<HubAnswer> answers) {
    return answers.stream().mapToInt(answer -> ((HubAnswer.Told) answer).connections()).sum();
  }

  private static GatewayCommand.PresenceReply presence(List<HubAnswer> answers) {
    List<Present> present = new ArrayList<>();
    int connections = 0;
    for (HubAnswer answer : answers) {
      HubAnswer.Hears hears = (HubAnswer.Hears) answer;
      present.addAll(hears.present());
      connections += hears.connections();
    }
    long users = present.stream().map(Present::user).distinct().count();
    return new GatewayCommand.PresenceReply(present, connections, (int) users);
  }

  private static Map<String, Integer> channels(List<HubAnswer> answers) {
    Map<String, Integer> channels = new HashMap<>();
    for (HubAnswer answer : answers) {
      ((HubAnswer.Channels) answer)
          .channels()
          .forEach((channel, count) -> channels.merge(channel, count, Integer::sum));
    }
    return channels;
  }

  private static List<GatewayCommand.NodeInfo> info(List<HubAnswer> answers) {
    return answers.stream().map(answer -> ((HubAnswer.Holds) answer).node()).toList();
  }
}
