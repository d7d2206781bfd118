package io.lifeline.connection;

import io.lifeline.connection.dialect.ClientCommand;

/** What an open WebSocket's client asks for: checked against its identity, then passed on. */
final class ClientRequests {
  private ClientRequests() {}

  /** Carries out a client's command; true if its answer is still to come. */
  static boolean carryOut(Connection connection, Session session, ClientCommand command) {
    if (command instanceof ClientCommand.Subscribe subscribe) {
      return subscribe(connection, session, subscribe);
    } else if (command instanceof ClientCommand.Unsubscribe unsubscribe) {
      return ask(
          connection,
          new ChannelRequest.Leave(
              connection.id(),
              unsubscribe.channel(),
              unsubscribe.requestId(),
              connection.context().getSelf().narrow()));
    } else if (command instanceof ClientCommand.Publish publish) {
      return publish(connection, session, publish);
    } else if (command instanceof ClientCommand.Malformed malformed) {
      answer(session, malformed.requestId(), malformed.error());
    } else if (command instanceof ClientCommand.Respond respond) {
      session.send(respond.message());
    }
    return false;
  }

  /** Tells the client how its request went. */
  static void answer(Session session, long requestId, ChannelOutcome outcome) {
    session.dialect().answer(requestId, outcome).ifPresent(session::send);
  }

  private static boolean subscribe(
      Connection connection, Session session, ClientCommand.Subscribe subscribe) {
    if (!ChannelAccess.maySubscribe(session.identity(), subscribe.channel())) {
      answer(session, subscribe.requestId(), ChannelAccess.DENIED);
      return false;
    }
    return ask(
        connection,
        new ChannelRequest.Join(
            connection.id(),
            subscribe.channel(),
            subscribe.requestId(),
            connection.context().getSelf().narrow()));
  }

  private static boolean publish(
      Connection connection, Session session, ClientCommand.Publish publish) {
    if (!ChannelAccess.mayPublish(session.identity(), publish.channel())) {
      answer(session, publish.requestId(), ChannelAccess.DENIED);
      return false;
    }
    return ask(
        connection,
        new ChannelRequest.Publish(
            connection.id(),
            publish.channel(),
            publish.json(),
            publish.requestId(),
            connection.context().getSelf().narrow()));
  }

  private static boolean ask(Connection connection, ChannelRequest request) {
    connection.node().channels().tell(request);
    return true;
  }
}
