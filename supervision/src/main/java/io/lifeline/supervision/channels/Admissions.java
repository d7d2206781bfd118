package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome.Joined;
import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Position;
import io.lifeline.connection.Writer;
import io.lifeline.telemetry.EventSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections into channels: greets them when it is known where their channels stand, answers
 * who joins later, and gives up on what takes too long. For the hub alone.
 */
final class Admissions {
  /** A greeting waits no longer for the positions of channels. */
  static final long GREET_WITHIN_MILLIS = 3_000;

  /** A request to join is answered at the latest after so long. */
  static final long ANSWER_WITHIN_MILLIS = 10_000;

  private final Registry registry;
  private final Following following;
  private final LongSupplier millis;
  private final Set<Joiner> waiting = new LinkedHashSet<>();
  private final ArrayDeque<Greeting> greetings = new ArrayDeque<>();
  private final Joiner.Place place;

  Admissions(
      Registry registry,
      Following following,
      Fanout fanout,
      EventSink events,
      LongSupplier millis) {
    this.registry = registry;
    this.following = following;
    this.millis = millis;
    this.place = new Joiner.Place(registry, fanout, events, waiting);
  }

  /**
   * Takes in what a new member asked for with its handshake, and greets it soon.
   *
   * @return why it cannot have a channel that its limits should leave room for, or null
   */
  @Nullable Rejected greet(Member member, List<Wanted> channels) {
    String personal = ChannelAccess.personalChannel(member.user);
    List<Wanted> wanted = new ArrayList<>(channels.size() + 1);
    boolean personalWanted = false;
    for (Wanted one : channels) {
      personalWanted |= one.channel().equals(personal);
      Rejected problem = one.channel().equals(personal) ? null : reserve(member, one.channel());
      if (problem != null) {
        return problem;
      }
      wanted.add(one);
      following.follow(one.channel());
    }
    if (!personalWanted) {
      wanted.add(new Wanted(personal, null));
      following.follow(personal);
    }
    Greeting greeting = new Greeting(member, wanted, millis.getAsLong() + GREET_WITHIN_MILLIS);
    for (Wanted one : wanted) {
      following.whenKnown(one.channel(), () -> known(greeting));
    }
    if (!greeting.isGiven()) {
      greetings.addLast(greeting);
    }
    return null;
  }

  private void known(Greeting greeting) {
    if (greeting.oneMoreIsKnown()) {
      give(greeting);
    }
  }

  private void give(Greeting greeting) {
    Member member = greeting.member;
    if (!greeting.give() || registry.find(member.id) != member) {
      return;
    }
    List<Joined> joined = new ArrayList<>();
    List<Wanted> later = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Wanted wanted : greeting.wanted) {
      Position head = following.position(wanted.channel());
      Position since = wanted.since();
      if (head != null && (since == null || since.equals(head))) {
        Recovery recovery = since == null ? Recovery.NOT_ASKED : Recovery.RECOVERED;
        Joiner.count(recovery, place.events());
        joined.add(new Joined(wanted.channel(), head, recovery));
      } else {
        later.add(wanted);
      }
      if (!ChannelName.isPersonal(wanted.channel())) {
        names.add(wanted.channel());
      }
    }
    member.connection.tell(new ConnectionActor.Greeted(names)); // before its peer can answer
    member.writer.tell(new Writer.Greet(names, joined));
    joined.forEach(known -> registry.goLive(member, known.channel()));
    later.forEach(wanted -> letIn(member, wanted, 0));
  }

  /** Lets a member into a channel for which it asks now. */
  @Nullable Rejected join(Member member, Wanted wanted, long requestId) {
    Rejected problem = reserve(member, wanted.channel());
    if (problem == null) {
      following.follow(wanted.channel());
      letIn(member, wanted, requestId);
    }
    return problem;
  }

  private void letIn(Member member, Wanted wanted, long requestId) {
    long deadline = millis.getAsLong() + ANSWER_WITHIN_MILLIS;
    Joiner joiner = new Joiner(member, wanted, requestId, deadline, place);
    waiting.add(joiner);
    following.catchUp(wanted.channel(), joiner);
  }

  private @Nullable Rejected reserve(Member member, String channel) {
    return switch (registry.join(member, channel)) {
      case JOINED -> null;
      case ALREADY_JOINED -> Rejection.alreadySubscribed();
      case NO_ROOM_IN_CONNECTION -> Rejection.limit("too many channels for one connection");
      case NO_ROOM_ON_NODE -> Rejection.limit("too many channels on this node");
    };
  }

  /**
   * A member leaves a channel; if it was on its way into it, its request is answered.
   *
   * @return false if it was not in it
   */
  boolean leave(Member member, String channel) {
    for (Joiner joiner : List.copyOf(waiting)) {
      if (joiner.member == member && joiner.wanted.channel().equals(channel)) {
        giveUp(joiner, Rejection.left());
      }
    }
    return registry.leave(member, channel);
  }

  /** Gives up on what takes too long. To be called every now and then. */
  void onTick() {
    long now = millis.getAsLong();
    while (!greetings.isEmpty()
        && (greetings.peekFirst().isGiven() || greetings.peekFirst().deadlineMillis <= now)) {
      give(greetings.removeFirst());
    }
    waiting.removeIf(joiner -> !joiner.isWanted());
    for (Joiner joiner : List.copyOf(waiting)) {
      if (joiner.requestId != 0 && joiner.deadlineMillis <= now) {
        giveUp(joiner, Rejection.notReached());
        registry.leave(joiner.member, joiner.wanted.channel());
      }
    }
  }

  private static void giveUp(Joiner joiner, Rejected why) {
    joiner.cancel();
    if (joiner.requestId != 0) {
      joiner.member.connection.tell(new ConnectionActor.ChannelAnswered(joiner.requestId, why));
    }
  }
}
