package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;

/** The reasons for which a request about a channel is turned down, each with its code. */
final class Rejection {
  static final int INTERNAL_ERROR = 100;
  static final int UNKNOWN_CHANNEL = 102;
  static final int PERMISSION_DENIED = 103;
  static final int ALREADY_SUBSCRIBED = 105;
  static final int LIMIT_EXCEEDED = 106;
  static final int BAD_REQUEST = 107;
  static final int NOT_AVAILABLE = 108;
  static final int TOO_MANY_REQUESTS = 111;

  private Rejection() {}

  static Rejected notRegistered() {
    return new Rejected(INTERNAL_ERROR, "connection is not registered");
  }

  static Rejected unknown() {
    return new Rejected(UNKNOWN_CHANNEL, "unknown channel");
  }

  static Rejected notAnswered() {
    return new Rejected(
        INTERNAL_ERROR, "the channel did not answer: it is not known whether this is published");
  }

  static Rejected notReached() {
    return new Rejected(INTERNAL_ERROR, "the channel cannot be reached: try again later");
  }

  static Rejected tooFast(String what) {
    return new Rejected(TOO_MANY_REQUESTS, "too many publications wait for " + what);
  }

  static Rejected left() {
    return new Rejected(INTERNAL_ERROR, "unsubscribed meanwhile");
  }

  static Rejected personal() {
    return new Rejected(PERMISSION_DENIED, "personal channels cannot be joined or left");
  }

  static Rejected alreadySubscribed() {
    return new Rejected(ALREADY_SUBSCRIBED, "already subscribed");
  }

  static Rejected limit(String message) {
    return new Rejected(LIMIT_EXCEEDED, message);
  }

  static Rejected noPresence() {
    return new Rejected(NOT_AVAILABLE, "not available: presence of this channel");
  }

  static Rejected badName() {
    return new Rejected(
        BAD_REQUEST, "channel: not a name (expected: 1..255 printable ASCII characters, no space)");
  }

  static NotPublished notPublished(Rejected rejected) {
    return new NotPublished(rejected.code(), rejected.message());
  }
}
