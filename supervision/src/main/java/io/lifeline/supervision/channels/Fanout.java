package io.lifeline.supervision.channels;

import io.lifeline.connection.Journey;
import io.lifeline.connection.OutboundSettings;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Publication;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Message;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Hands one publication after the other to the writers of its subscribers, and likewise what they
 * are told of each other. It is encoded once for each dialect among them and compressed once for
 * each set of parameters, and one message is shared by all writers that have both in common, so
 * that a receiver costs no allocation here. Not thread-safe.
 */
final class Fanout implements Consumer<Member> {
  /**
   * What the receivers of one dialect and one way to compress are told.
   *
   * @param deliver null if the dialect has nothing to say
   * @param timed the same, for those by whom it is seen how long it took
   * @param bug why the dialect cannot say it, or null
   */
  private record Encoded(
      Dialect dialect,
      Deflation deflation,
      Writer.@Nullable Deliver deliver,
      Writer.@Nullable Deliver timed,
      @Nullable RuntimeException bug) {}

  /**
   * What is delivered.
   *
   * @param kept by what name the latest of its kind is kept, under a policy that does so
   * @param journey null if it is not timed
   */
  private record Saying(
      String kept, Function<Dialect, Optional<Message>> said, @Nullable Journey journey) {}

  private final Registry registry;
  private final Namespaces namespaces;
  private final Journeys journeys;
  private final Tracing tracing;
  private final IdentityHashMap<Dialect, Optional<Message>> messages = new IdentityHashMap<>();
  private final List<Encoded> encoded = new ArrayList<>();
  private @Nullable Saying saying;
  private @Nullable Encoded latest;
  private OutboundSettings.@Nullable Overflow atLimit;

  /** The delivery that is traced of a publication, until a receiver was found for it. */
  private @Nullable OpenSpan untold;

  /**
   * @param timeOfDay of this node
   */
  Fanout(Registry registry, Namespaces namespaces, Clock timeOfDay, Tracing tracing) {
    this.registry = registry;
    this.namespaces = namespaces;
    this.journeys = new Journeys(namespaces, timeOfDay::millis);
    this.tracing = tracing;
  }

  /**
   * @param takenAtMillis when a gateway took it, by its time of day; 0: it is not known
   * @param traceparent of the channel's span; null if it is not traced
   */
  void deliver(Publication publication, long takenAtMillis, @Nullable String traceparent) {
    String channel = publication.channel();
    int receivers = registry.hearers(channel);
    Journey journey = journeys.begin(channel, takenAtMillis, receivers);
    if (traceparent == null || journey == null) {
      deliver(channel, saying(publication, journey));
      return;
    }
    OpenSpan span = tracing.begin(Step.FAN_OUT, traceparent, journey.namespace());
    span.tag("receivers", receivers);
    untold = tracing.begin(Step.DELIVER, span.traceparent(), journey.namespace());
    deliver(channel, saying(publication, journey));
    span.end(Outcome.DONE);
    OpenSpan toNobody = untold;
    if (toNobody != null) {
      toNobody.end(Outcome.DROPPED);
      untold = null;
    }
  }

  /** What is kept of it must not take the place of a message: no channel has such a name. */
  void deliver(PresenceChange change) {
    String kept = "presence " + change.channel();
    deliver(change.channel(), new Saying(kept, dialect -> dialect.presence(change), null));
  }

  private void deliver(String channel, Saying toDeliver) {
    saying = toDeliver;
    atLimit = namespaces.of(channel).atLimit();
    registry.forEachSubscriber(channel, this);
    forget();
  }

  /** Hands a publication that it has missed to one subscriber alone. */
  void deliverTo(Member member, Publication publication) {
    saying = saying(publication, null);
    atLimit = namespaces.of(publication.channel()).atLimit();
    accept(member);
    forget();
  }

  private static Saying saying(Publication publication, @Nullable Journey journey) {
    return new Saying(publication.channel(), dialect -> dialect.publication(publication), journey);
  }

  @Override
  public void accept(Member member) {
    Encoded shared = latest;
    if (shared == null
        || shared.dialect != member.dialect
        || shared.deflation != member.deflation) {
      shared = encodedFor(member.dialect, member.deflation);
      latest = shared;
    }
    Writer.Deliver deliver = shared.deliver;
    Writer.Deliver timed = shared.timed;
    RuntimeException bug = shared.bug;
    if (timed != null && journeys.isNextTimed()) {
      member.writer.tell(untold == null ? timed : traced(timed));
    } else if (deliver != null) {
      member.writer.tell(deliver);
    } else if (bug != null) {
      member.dialectFailed(bug);
    }
  }

  /** The same, told to one receiver alone. */
  private Writer.Deliver traced(Writer.Deliver timed) {
    OpenSpan span = untold;
    Journey journey = timed.journey();
    if (span == null || journey == null) {
      return timed;
    }
    untold = null;
    return new Writer.Deliver(
        timed.channel(), timed.frame(), timed.atLimit(), journey.traced(span));
  }

  private Encoded encodedFor(Dialect dialect, Deflation deflation) {
    for (Encoded known : encoded) {
      if (known.dialect == dialect && known.deflation == deflation) {
        return known;
      }
    }
    Saying current = saying;
    if (current == null) {
      throw new IllegalStateException("a receiver of nothing");
    }
    Encoded made = encode(current, dialect, deflation);
    encoded.add(made);
    return made;
  }

  private Encoded encode(Saying current, Dialect dialect, Deflation deflation) {
    try {
      ByteString frame =
          messages
              .computeIfAbsent(dialect, current.said())
              .map(message -> FrameEncoder.message(message, deflation))
              .orElse(null);
      return new Encoded(
          dialect,
          deflation,
          frame == null ? null : deliver(current, frame, null),
          frame == null || current.journey() == null
              ? null
              : deliver(current, frame, current.journey()),
          null);
    } catch (RuntimeException bug) {
      return new Encoded(dialect, deflation, null, null, bug);
    }
  }

  private Writer.Deliver deliver(Saying current, ByteString frame, @Nullable Journey journey) {
    return new Writer.Deliver(current.kept(), frame, atLimit, journey);
  }

  /** The hub must not keep alive what was delivered. */
  private void forget() {
    saying = null;
    latest = null;
    messages.clear();
    encoded.clear();
  }
}
