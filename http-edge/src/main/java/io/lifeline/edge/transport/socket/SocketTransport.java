package io.lifeline.edge.transport.socket;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.edge.settings.SocketSettings;
import io.lifeline.edge.transport.Transport;
import io.lifeline.telemetry.EventSink;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Sockets by non-blocking I/O within the streams themselves. Its selector threads live as long as
 * the actor system, since sockets outlive the address on which they were accepted.
 */
public final class SocketTransport implements Transport {
  private final SocketOptions options;
  private final SelectorLoops loops;
  private final EventSink events;

  private SocketTransport(SocketSettings settings, SelectorLoops loops, EventSink events) {
    this.options = new SocketOptions(settings);
    this.loops = loops;
    this.events = events;
  }

  /** Starts the selector threads; they end with the system. */
  public static SocketTransport start(
      ActorSystem<?> system, SocketSettings settings, EventSink events) {
    SelectorLoops loops = SelectorLoops.start(settings.selectors());
    system.getWhenTerminated().thenRun(loops::close);
    return new SocketTransport(settings, loops, events);
  }

  /**
   * Runs tasks on the selector threads. What a task hands to the threads of the streams comes to
   * them behind all that their sockets were told before.
   */
  public Executor turns() {
    return loops;
  }

  @Override
  public Source<AcceptedSocket, CompletionStage<Binding>> bind(
      InetSocketAddress address, int backlog) {
    return Source.fromGraph(new AcceptStage(address, backlog, options, loops, events));
  }
}
