package io.lifeline.edge.node;

import io.lifeline.connection.Admission;
import io.lifeline.connection.Authenticator;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Endpoints;
import io.lifeline.connection.HttpLayer;
import io.lifeline.connection.OriginPolicy;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.dialect.EchoDialect;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.edge.auth.AllowedOrigins;
import io.lifeline.edge.auth.DevelopmentAuthenticator;
import io.lifeline.edge.auth.JwtAuthenticator;
import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.supervision.connections.ConnectionFactory;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;

/** Says what a connection of this node is made of. */
final class ConnectionMaker implements ConnectionFactory.Maker {
  private final NodeParts parts;
  private final HttpLayer http;
  private final Executor turns;

  /**
   * @param turns see {@link io.lifeline.connection.stream.ConnectionStage.Settings}
   */
  ConnectionMaker(NodeParts parts, HttpLayer http, Executor turns) {
    this.parts = parts;
    this.http = http;
    this.turns = turns;
  }

  @Override
  public ConnectionFactory make(
      ActorRef<Admission.Request> admission, ActorRef<ChannelRequest> channels) {
    EdgeSettings edge = parts.settings().edge();
    ConnectionActor.Collaborators collaborators =
        new ConnectionActor.Collaborators(
            parts.settings().connection(),
            endpoints(edge),
            authenticator(edge),
            origins(edge),
            admission,
            channels,
            parts.settings().supervision().channels().namespaces(),
            http,
            parts.events(),
            parts.ledger(),
            parts.stories(),
            turns);
    return parts
        .connections()
        .apply((id, socket) -> ConnectionActor.create(id, socket, collaborators));
  }

  private static Endpoints endpoints(EdgeSettings edge) {
    Dialect plain = new PlainDialect();
    return new Endpoints(
        edge.development()
            ? Map.of(EdgeSettings.PLAIN_PATH, plain, EdgeSettings.ECHO_PATH, new EchoDialect())
            : Map.of(EdgeSettings.PLAIN_PATH, plain));
  }

  private static Authenticator authenticator(EdgeSettings edge) {
    Authenticator tokens = new JwtAuthenticator(edge.tokens(), Clock.systemUTC());
    return edge.development()
        ? new DevelopmentAuthenticator(tokens, EdgeSettings.ECHO_PATH)
        : tokens;
  }

  private static OriginPolicy origins(EdgeSettings edge) {
    return edge.development() ? head -> true : new AllowedOrigins(edge.allowedOrigins());
  }
}
