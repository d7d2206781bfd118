package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Present;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what gateways ask of a node's connections. For the hub alone. */
final class HubDesk {
  private final String node;
  private final Registry registry;
  private final Admissions admissions;

  HubDesk(String node, Registry registry, Admissions admissions) {
    this.node = node;
    this.registry = registry;
    this.admissions = admissions;
  }

  HubAnswer answer(HubRequest request) {
    long ticket = request.ticket();
    if (request instanceof HubRequest.EndUser order) {
      return new HubAnswer.Told(ticket, endUser(order));
    } else if (request instanceof HubRequest.EndConnection order) {
      return new HubAnswer.Told(ticket, endConnection(order));
    } else if (request instanceof HubRequest.SubscribeUser order) {
      return new HubAnswer.Told(ticket, subscribe(order.user(), order.channel()));
    } else if (request instanceof HubRequest.UnsubscribeUser order) {
      return new HubAnswer.Told(ticket, unsubscribe(order.user(), order.channel()));
    } else if (request instanceof HubRequest.WhoHears ask) {
      return whoHears(ask);
    } else if (request instanceof HubRequest.WhichChannels ask) {
      return new HubAnswer.Channels(ticket, channels(ask.pattern(), ask.limit()));
    }
    return new HubAnswer.Holds(
        ticket,
        new GatewayCommand.NodeInfo(
            node,
            registry.connections(),
            registry.users(),
            registry.channels(),
            registry.subscriptions()));
  }

  private int endUser(HubRequest.EndUser order) {
    int told = 0;
    for (Member member : connectionsOf(order.user())) {
      if (!order.except().contains(member.id.value())) {
        end(member, order.ending());
        told++;
      }
    }
    return told;
  }

  private int endConnection(HubRequest.EndConnection order) {
    Member member = registry.find(new ConnectionId(order.connection()));
    if (member == null || !(order.user().isEmpty() || order.user().equals(member.user))) {
      return 0;
    }
    end(member, order.ending());
    return 1;
  }

  private static void end(Member member, Ending ending) {
    member.connection.tell(new ConnectionActor.End(ending));
  }

  private int subscribe(String user, String channel) {
    int joined = 0;
    if (ChannelAccess.isValidName(channel) && !ChannelName.isPersonal(channel)) {
      for (Member member : connectionsOf(user)) {
        joined += admissions.join(member, new Wanted(channel, null), 0) == null ? 1 : 0;
      }
    }
    return joined;
  }

  private int unsubscribe(String user, String channel) {
    int left = 0;
    if (!ChannelName.isPersonal(channel)) {
      for (Member member : connectionsOf(user)) {
        if (admissions.leave(member, channel)) {
          member.answer(0, new ChannelOutcome.Left(channel));
          left++;
        }
      }
    }
    return left;
  }

  private List<Member> connectionsOf(String user) {
    List<Member> members = new ArrayList<>();
    registry.forEachOfUser(user, members::add);
    return members;
  }

  private HubAnswer.Hears whoHears(HubRequest.WhoHears ask) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    int[] count = {0};
    registry.forEachSubscriber(
        ask.channel(),
        member -> {
          if (count[0] < ask.limit()) {
            users.computeIfAbsent(member.user, user -> new ArrayList<>()).add(member.id.value());
          }
          count[0]++;
        });
    List<Present> present =
        users.entrySet().stream()
            .map(entry -> new Present(entry.getKey(), entry.getValue()))
            .toList();
    return new HubAnswer.Hears(ask.ticket(), present, count[0]);
  }

  private Map<String, Integer> channels(String pattern, int limit) {
    Map<String, Integer> channels = new HashMap<>();
    registry.walkChannels(
        (channel, subscribers) -> {
          if (matches(pattern, channel)) {
            channels.put(channel, subscribers);
          }
          return channels.size() < limit;
        });
    return channels;
  }

  /** A trailing {@code *} matches any rest; an empty pattern matches all. */
  private static boolean matches(String pattern, String channel) {
    return pattern.endsWith("*")
        ? channel.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.isEmpty() || channel.equals(pattern);
  }
}
