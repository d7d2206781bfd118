package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.Collaborators;
import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.PeerSpoke;
import io.lifeline.connection.ConnectionActor.Streamed;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.stream.StreamOfActor;
import io.lifeline.connection.stream.TlsFailure;
import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.recording.ConnectionEndEvent;
import io.lifeline.telemetry.recording.ConnectionStateEvent;
import io.lifeline.telemetry.recording.MissedBeatEvent;
import io.lifeline.telemetry.timeline.Course;
import io.lifeline.telemetry.timeline.Happening;
import io.lifeline.telemetry.timeline.Story;
import io.lifeline.telemetry.timeline.Timeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What stays the same through all phases of one connection. For its actor alone.
 *
 * @param socket of the accepted socket; a late upgrade has another one, see {@link OpeningPhase}
 * @param writer runs the stream of the accepted socket
 */
record Connection(
    ConnectionId id,
    Timeline timeline,
    SocketHandle socket,
    ActorRef<Writer.Command> writer,
    Collaborators node,
    ActorContext<Command> context,
    TimerScheduler<Command> timers) {

  /** The phases as {@link Metric#CONNECTIONS} counts them. */
  enum State {
    OPENING(Happening.OPENING),
    HTTP(Happening.HTTP),
    ACTIVE(Happening.ACTIVE),
    CLOSING(Happening.CLOSING);

    private final Happening happening;

    State(Happening happening) {
      this.happening = happening;
    }

    String label() {
      return happening.label();
    }
  }

  /** Materialises the socket's bytes as a stream that a child of this actor runs. */
  static Connection open(
      ConnectionId id,
      AcceptedSocket accepted,
      Collaborators node,
      ActorContext<Command> context,
      TimerScheduler<Command> timers) {
    StreamOfActor.Materialized<SocketHandle> stream =
        StreamOfActor.materialize(
            accepted.takeBytes().joinMat(Flow.fromGraph(node.stage()), Keep.right()),
            context.getSystem());
    stream.value().ownedBy(events(context.getSelf()));
    Timeline timeline = new Timeline(accepted.remoteAddress(), System.nanoTime());
    ActorRef<Writer.Command> writer =
        context.spawn(
            Writer.create(
                new Writer.Collaborators(stream.stream(), context.getSelf(), timeline, node)),
            "writer");
    return new Connection(id, timeline, stream.value(), writer, node, context, timers);
  }

  InetSocketAddress peer() {
    return timeline.peer();
  }

  /**
   * A stage that takes over an HTTP connection as a WebSocket and tells this actor when it runs.
   */
  Flow<ByteString, ByteString, NotUsed> lateWebSocket(WebSocketParameters parameters) {
    ActorRef<Command> self = context.getSelf();
    Consumer<SocketEvent> outerTellsTheEnd =
        event -> {
          if (!(event instanceof SocketEvent.Ended ended)
              || ended.how() == SocketEvent.How.FAILED) {
            events(self).accept(event);
          }
        };
    return Flow.fromGraph(node.stage().lateWebSocket(parameters))
        .mapMaterializedValue(
            webSocket -> {
              webSocket.ownedBy(outerTellsTheEnd);
              self.tell(new Streamed(new SocketEvent.WebSocketOpened(webSocket)));
              return NotUsed.getInstance();
            });
  }

  void entered(State state) {
    node.events().add(Metric.CONNECTIONS, state.label(), 1);
    timeline.entered(state.happening, System.nanoTime());
    ConnectionStateEvent.commit(id.value(), state.label());
  }

  void left(State state) {
    node.events().add(Metric.CONNECTIONS, state.label(), -1);
  }

  /** How a beat went. */
  void beat(ConnectionActor.BeatReport report) {
    if (report.missed() > 0) {
      timeline.missed(report.missed(), System.nanoTime());
      MissedBeatEvent.commit(id.value(), report.missed());
    } else {
      timeline.answered(report.roundTripNanos(), System.nanoTime());
    }
  }

  /**
   * Counts the end and keeps the story, once for each connection. Who only looked at the door, or
   * spoke HTTP and ended so, as each look at a node does, has none: they would leave no room.
   */
  void ended(CloseReason reason, Story story) {
    node.events().add(Metric.CLOSED, reason.label(), 1);
    ConnectionEndEvent.commit(id.value(), reason.label(), timeline.openedAt());
    if (story.course().wasActive() || !reason.isCommonWithoutWebSocket()) {
      node.stories().ended(story.ended(reason.label(), reason.isTrouble()));
    }
  }

  /**
   * Stops the actor, whose end is counted; all that it holds is gone when its children are.
   *
   * @param decidedAt when its end was decided, by {@link System#nanoTime()}
   */
  Behavior<Command> stopped(CloseReason reason, long decidedAt) {
    EventSink events = node.events();
    return Behaviors.stopped(
        () ->
            events.record(Metric.RECLAIM, reason.kind().label(), System.nanoTime() - decidedAt, 1));
  }

  /** Says once what our own code failed at. */
  void crashed(@Nullable Session session, ConnectionActor.Crashed crashed) {
    ConnectionLog.write(
        Level.ERROR,
        this,
        session,
        log -> log.error("failed while handling [{}]", crashed.handled(), crashed.cause()));
  }

  /** The end of a connection that was never an open WebSocket. */
  void logEnd(CloseReason reason) {
    ConnectionLog.write(
        Level.DEBUG,
        this,
        null,
        log -> log.debug("end from [{}] reason [{}]", peerText(), reason.label()));
  }

  /** Says what was wrong with the peer's TLS, if that is how the stream ended. */
  void logTlsFailure(@Nullable Session session, SocketEvent.Ended ended) {
    if (ended.cause() instanceof TlsFailure failure) {
      ConnectionLog.write(
          Level.DEBUG,
          this,
          session,
          log -> log.debug("TLS with [{}] failed: [{}]", peerText(), failure.detail()));
    }
  }

  Duration age() {
    return timeline.age(System.nanoTime());
  }

  String peerText() {
    return peer().getAddress().getHostAddress() + ":" + peer().getPort();
  }

  /** Its story so far. Safe on any thread. */
  Story story(State state, @Nullable Session session, Progress progress) {
    Duration age = age();
    return new Story(
        new Story.Who(
            id.value(),
            session == null ? "" : session.identity().user(),
            peerText(),
            session == null ? "" : session.dialect().name()),
        state.label(),
        Instant.now().minus(age),
        age,
        timeline.course(),
        session == null
            ? Story.Traffic.NONE
            : new Story.Traffic(
                progress.received(), session.socket().deliveries(), progress.channels()),
        null);
  }

  /** How this connection is, for people who look. */
  ConnectionView view(State state, @Nullable Session session, Progress progress) {
    Course course = timeline.course();
    return new ConnectionView(
        id.value(),
        state.label(),
        session == null ? "" : session.identity().user(),
        peerText(),
        session == null ? "" : session.dialect().name(),
        age(),
        course.roundTrips().stream().findFirst().orElse(Duration.ZERO),
        course.missedInARow(),
        progress.channels(),
        context.getChildren().stream().map(child -> child.path().name()).toList());
  }

  private static Consumer<SocketEvent> events(ActorRef<Command> self) {
    return event ->
        self.tell(
            event instanceof SocketEvent.Received received
                ? new PeerSpoke(received)
                : new Streamed(event));
  }
}
