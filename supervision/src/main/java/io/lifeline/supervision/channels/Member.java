package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Message;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open connection in the hub: its subscriptions, and its place in the list of its user's
 * connections. Laid out to be small, since there is one for each connection. Not thread-safe.
 */
final class Member {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final SubscriberSet[] NO_SETS = {};
  private static final int[] NO_PLACES = {};

  final ConnectionId id;
  final String user;
  final Dialect dialect;
  final Deflation deflation;
  final ActorRef<ConnectionActor.Command> connection;
  final ActorRef<Writer.Command> writer;

  /** Neighbours in the list of the user's connections. */
  @Nullable Member previousOfUser;

  @Nullable Member nextOfUser;

  /** Whether it hears its personal channel; else it is on its way into it. */
  boolean hearsPersonal;

  /** Whether it has become the only one of its user, where only one is allowed. */
  boolean hasClaimed;

  /** The sets that this is in, and at which place in each. */
  private SubscriberSet[] sets = NO_SETS;

  private int[] places = NO_PLACES;
  private int subscriptions;

  Member(Subscriber subscriber) {
    this.id = subscriber.id();
    this.user = subscriber.user();
    this.dialect = subscriber.dialect();
    this.deflation = subscriber.deflation();
    this.connection = subscriber.connection();
    this.writer = subscriber.writer();
  }

  /** Sends its peer alone what its dialect says; it is never dropped. */
  void send(Function<Dialect, Optional<Message>> saying) {
    try {
      saying
          .apply(dialect)
          .map(message -> new Writer.Send(FrameEncoder.message(message, deflation)))
          .ifPresent(writer::tell);
    } catch (RuntimeException bug) {
      dialectFailed(bug);
    }
  }

  /** It would miss what its dialect cannot say, and must not without a word. */
  void dialectFailed(RuntimeException bug) {
    LOG.error("dialect [{}] failed for [{}]: {}", dialect.name(), id, bug.getMessage(), bug);
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.INTERNAL_ERROR)));
  }

  /**
   * Tells its peer that it has joined or left, and before that the connection, which knows it when
   * the peer makes use of it.
   */
  void answer(long requestId, ChannelOutcome outcome) {
    connection.tell(new ConnectionActor.SubscriptionChanged(requestId, outcome));
    send(speaker -> speaker.answer(requestId, outcome));
  }

  /** How many channels it is subscribed to, its personal one not counted. */
  int subscriptions() {
    return subscriptions;
  }

  SubscriberSet subscription(int index) {
    return sets[index];
  }

  /** Its place in the set, or -1 if it is not in it. */
  int placeIn(SubscriberSet set) {
    int index = indexOf(set);
    return index < 0 ? -1 : places[index];
  }

  void entered(SubscriberSet set, int place) {
    if (subscriptions == sets.length) {
      int room = Math.max(1, subscriptions * 2);
      sets = Arrays.copyOf(sets, room);
      places = Arrays.copyOf(places, room);
    }
    sets[subscriptions] = set;
    places[subscriptions] = place;
    subscriptions++;
  }

  void moved(SubscriberSet set, int place) {
    places[indexOf(set)] = place;
  }

  @SuppressWarnings("NullAway") // the free slots of an array hold null and are never read
  void left(SubscriberSet set) {
    int index = indexOf(set);
    subscriptions--;
    sets[index] = sets[subscriptions];
    places[index] = places[subscriptions];
    sets[subscriptions] = null;
  }

  private int indexOf(SubscriberSet set) {
    for (int i = 0; i < subscriptions; i++) {
      if (sets[i] == set) {
        return i;
      }
    }
    return -1;
  }
}
