package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.telemetry.Resource;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * What connections ask of the hub: to be registered, and to join and leave channels. What cannot be
 * done is answered, or ends the connection that could not be given what its greeting promises. For
 * the hub's thread alone.
 */
final class ConnectionRequests {
  /** IANA's "try again later"; RFC 6455 has no code for a server that is full. */
  private static final int TRY_AGAIN_LATER = 1013;

  /** Bad request, in the range after which a client must not reconnect by itself. */
  private static final int BAD_REQUEST = 3501;

  private final ActorContext<Object> hub;
  private final Hub.Setup node;
  private final Registry registry;
  private final Admissions admissions;

  ConnectionRequests(
      ActorContext<Object> hub, Hub.Setup node, Registry registry, Admissions admissions) {
    this.hub = hub;
    this.node = node;
    this.registry = registry;
    this.admissions = admissions;
  }

  void handle(ChannelRequest request) {
    if (request instanceof ChannelRequest.Register register) {
      register(register);
    } else if (request instanceof ChannelRequest.Join join) {
      Rejected problem = join(join);
      if (problem != null) {
        join.replyTo().tell(new ConnectionActor.ChannelAnswered(join.requestId(), problem));
      }
    } else if (request instanceof ChannelRequest.Leave leave) {
      Rejected problem = leave(leave);
      if (problem != null) {
        leave.replyTo().tell(new ConnectionActor.ChannelAnswered(leave.requestId(), problem));
      }
    } else {
      throw new IllegalArgumentException("not for the hub: " + request.getClass());
    }
  }

  private void register(ChannelRequest.Register register) {
    Member member = registry.register(register.subscriber());
    if (member == null) {
      hub.getLog().error("[{}] registered twice", register.subscriber().id());
      return;
    }
    node.ledger().acquired(Resource.REGISTRY_ENTRIES);
    hub.watchWith(member.connection, new Hub.SubscriberEnded(member));
    Rejected problem = admissions.greet(member, register.channels());
    if (node.oneConnectionOfUser()) {
      String personal = ChannelAccess.personalChannel(member.user);
      node.entities().tell(new ChannelLog.Claim(personal, member.id.value()));
    }
    if (problem != null) {
      // It was promised what it asked for. Letting it go on would be a silent gap.
      member.connection.tell(new ConnectionActor.End(ending(problem)));
    }
  }

  private static Ending ending(Rejected rejected) {
    int code = rejected.code() == Rejection.LIMIT_EXCEEDED ? TRY_AGAIN_LATER : BAD_REQUEST;
    return new Ending(CloseReason.REFUSED, code, rejected.message());
  }

  private @Nullable Rejected join(ChannelRequest.Join join) {
    Member member = registry.find(join.connection());
    Rejected problem = problemOf(member, join.wanted().channel());
    return problem == null && member != null
        ? admissions.join(member, join.wanted(), join.requestId())
        : problem;
  }

  private @Nullable Rejected leave(ChannelRequest.Leave leave) {
    Member member = registry.find(leave.connection());
    Rejected problem = problemOf(member, leave.channel());
    if (problem == null && member != null) {
      admissions.leave(member, leave.channel());
      member.answer(leave.requestId(), new ChannelOutcome.Left(leave.channel()));
    }
    return problem;
  }

  private static @Nullable Rejected problemOf(@Nullable Member member, String channel) {
    if (member == null) {
      return Rejection.notRegistered();
    } else if (!ChannelAccess.isValidName(channel)) {
      return Rejection.badName();
    }
    return ChannelName.isPersonal(channel) ? Rejection.personal() : null;
  }
}
