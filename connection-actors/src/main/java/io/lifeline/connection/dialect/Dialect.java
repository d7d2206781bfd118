package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Publication;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * Seam: a wire protocol inside a WebSocket. One instance serves all connections that speak it.
 *
 * <p>Stateless and thread-safe. What it encodes are messages, which are compressed and framed by
 * what was agreed with each peer; a publication is encoded once and shared by all receivers. No
 * method throws for anything that a peer sent.
 */
public interface Dialect {
  /** Its name in logs and metrics. */
  String name();

  /**
   * The subprotocols by which a client can ask for it (RFC 6455 section 1.9); tokens. A client need
   * not ask: the path decides which dialect is spoken.
   */
  default Set<String> subprotocols() {
    return Set.of();
  }

  /** The channels that a connection asks for with its handshake. */
  Requested requestedChannels(RequestHead head, Identity identity);

  /** The message with which a connection begins; empty if the dialect begins with silence. */
  Optional<Message> greeting(Greeting greeting);

  /** A publication for its subscribers; empty if the dialect has no channels. */
  Optional<Message> publication(Publication publication);

  /**
   * Tells a subscriber that its channel began anew, or that messages were lost on the way to it;
   * the next one is that after {@code position}. Empty if the dialect has no channels.
   */
  Optional<Message> reset(String channel, Position position);

  /**
   * Tells a subscriber who has joined or left its channel; encoded once and shared like a
   * publication. Empty if the dialect does not speak of it.
   */
  Optional<Message> presence(PresenceChange change);

  /** The ping frame with which a heartbeat asks for a sign of life. */
  ByteString ping(long sequence);

  /** The sequence number of the ping that this event answers, if it answers one. */
  OptionalLong answeredPing(Inbound inbound);

  /** What a whole message asks for. Called for {@link Inbound.Text} and {@link Inbound.Binary}. */
  List<ClientCommand> commands(Inbound message);

  /**
   * The answer to the client's request {@code requestId}, or what it is told without a request if
   * that is 0; empty if the dialect has none.
   */
  Optional<Message> answer(long requestId, ChannelOutcome outcome);

  /**
   * What a connection asks for with its handshake.
   *
   * @param channels each once
   * @param problems of what cannot be understood; the peer is told, and the connection stays
   */
  record Requested(List<ChannelRequest.Wanted> channels, List<ChannelOutcome.Rejected> problems) {
    public static final Requested NOTHING = new Requested(List.of(), List.of());

    public Requested {
      channels = List.copyOf(channels);
      problems = List.copyOf(problems);
    }
  }

  /**
   * What the peer is told when it is greeted.
   *
   * @param channels that it asked for and gets
   * @param joined those of them, and its personal one, of which the position is known and nothing
   *     has to be caught up with; the others follow, each with an answer without a request
   */
  record Greeting(
      String connection,
      String user,
      List<String> channels,
      List<ChannelOutcome.Joined> joined,
      Duration heartbeat) {
    public Greeting {
      channels = List.copyOf(channels);
      joined = List.copyOf(joined);
    }
  }
}
