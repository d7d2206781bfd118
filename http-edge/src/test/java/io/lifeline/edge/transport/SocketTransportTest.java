package io.lifeline.edge.transport;

import io.lifeline.edge.settings.SocketSettings;
import io.lifeline.edge.transport.socket.SocketTransport;
import io.lifeline.telemetry.RecordingEventSink;
import org.apache.pekko.actor.typed.ActorSystem;

final class SocketTransportTest extends TransportContract {
  @Override
  Transport transport(ActorSystem<?> system) {
    return SocketTransport.start(system, SocketSettings.DEFAULT, new RecordingEventSink());
  }
}
