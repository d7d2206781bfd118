package io.lifeline.supervision.connections;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.connection.Admission;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Seam: what a connection is made of. In production a {@link ConnectionActor}; a test may put a
 * faulty one in its place. Called on the threads of all partitions: thread-safe, must not block. An
 * exception counts as the failure of that one connection.
 */
@FunctionalInterface
public interface ConnectionFactory {
  Behavior<ConnectionActor.Command> create(ConnectionId id, AcceptedSocket socket);

  /** Makes the factory once the actors exist to which every connection turns. */
  @FunctionalInterface
  interface Maker {
    ConnectionFactory make(
        ActorRef<Admission.Request> admission, ActorRef<ChannelRequest> channels);
  }
}
