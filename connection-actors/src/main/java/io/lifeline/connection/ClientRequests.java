package io.lifeline.connection;

import io.lifeline.connection.dialect.ClientCommand;
import java.util.List;
import java.util.Optional;

/** What an open WebSocket's client asks for: checked against its identity, then passed on. */
final class ClientRequests {
  private ClientRequests() {}

  /**
   * Carries out a client's command; true if its answer is still to come.
   *
   * @param channels to which the connection is subscribed
   * @param replies takes the answer that is there at once
   */
  static boolean carryOut(
      Connection connection,
      Session session,
      List<String> channels,
      Replies replies,
      ClientCommand command) {
    if (command instanceof ClientCommand.Subscribe subscribe) {
      return subscribe(connection, session, replies, subscribe);
    } else if (command instanceof ClientCommand.Unsubscribe unsubscribe) {
      return ask(
          connection,
          new ChannelRequest.Leave(
              connection.id(),
              unsubscribe.channel(),
              unsubscribe.requestId(),
              connection.context().getSelf().narrow()));
    } else if (command instanceof ClientCommand.Publish publish) {
      return publish(connection, session, replies, publish);
    } else if (command instanceof ClientCommand.Presence presence) {
      return presence(connection, session, channels, replies, presence);
    } else if (command instanceof ClientCommand.Malformed malformed) {
      reply(session, replies, malformed.requestId(), malformed.error());
    } else if (command instanceof ClientCommand.Respond respond) {
      replies.add(session.frame(respond.message()));
    }
    return false;
  }

  /** Tells the client how a request went whose answer took a while. */
  static void answer(Session session, long requestId, ChannelOutcome outcome) {
    session.dialect().answer(requestId, outcome).ifPresent(session::send);
  }

  private static void reply(
      Session session, Replies replies, long requestId, ChannelOutcome outcome) {
    session
        .dialect()
        .answer(requestId, outcome)
        .ifPresent(message -> replies.add(session.frame(message)));
  }

  private static boolean subscribe(
      Connection connection, Session session, Replies replies, ClientCommand.Subscribe subscribe) {
    Optional<ChannelOutcome.Rejected> problem =
        ChannelAccess.problemOfSubscribing(
            connection.node().policy(), session.identity(), subscribe.channel());
    if (problem.isPresent()) {
      reply(session, replies, subscribe.requestId(), problem.get());
      return false;
    }
    return ask(
        connection,
        new ChannelRequest.Join(
            connection.id(),
            new ChannelRequest.Wanted(subscribe.channel(), subscribe.since()),
            subscribe.requestId(),
            connection.context().getSelf().narrow()));
  }

  private static boolean publish(
      Connection connection, Session session, Replies replies, ClientCommand.Publish publish) {
    Optional<ChannelOutcome.Rejected> problem =
        ChannelAccess.problemOfPublishing(
            connection.node().policy(), session.identity(), publish.channel());
    if (problem.isPresent()) {
      reply(session, replies, publish.requestId(), problem.get());
      return false;
    }
    return ask(
        connection,
        new ChannelRequest.Publish(
            connection.id(),
            publish.channel(),
            publish.json(),
            publish.idempotencyKey(),
            publish.requestId(),
            connection.context().getSelf().narrow()));
  }

  private static boolean presence(
      Connection connection,
      Session session,
      List<String> channels,
      Replies replies,
      ClientCommand.Presence presence) {
    String channel = presence.channel();
    if (!channels.contains(channel)
        && !channel.equals(ChannelAccess.personalChannel(session.identity().user()))) {
      reply(session, replies, presence.requestId(), ChannelAccess.DENIED);
      return false;
    }
    return ask(
        connection,
        new ChannelRequest.Presence(
            connection.id(),
            channel,
            presence.requestId(),
            connection.context().getSelf().narrow()));
  }

  private static boolean ask(Connection connection, ChannelRequest request) {
    connection.node().channels().tell(request);
    return true;
  }
}
