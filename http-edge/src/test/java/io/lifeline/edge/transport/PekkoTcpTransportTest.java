package io.lifeline.edge.transport;

import org.apache.pekko.actor.typed.ActorSystem;

final class PekkoTcpTransportTest extends TransportContract {
  @Override
  Transport transport(ActorSystem<?> system) {
    return new PekkoTcpTransport(system);
  }
}
