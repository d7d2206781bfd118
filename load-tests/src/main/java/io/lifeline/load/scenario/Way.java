package io.lifeline.load.scenario;

import static io.lifeline.connection.CloseReason.HANDSHAKE_MALFORMED;
import static io.lifeline.connection.CloseReason.HANDSHAKE_TIMEOUT;
import static io.lifeline.connection.CloseReason.INVALID_TEXT;
import static io.lifeline.connection.CloseReason.KICKED;
import static io.lifeline.connection.CloseReason.MESSAGE_TOO_BIG;
import static io.lifeline.connection.CloseReason.MESSAGE_TOO_SLOW;
import static io.lifeline.connection.CloseReason.PEER_CLOSED;
import static io.lifeline.connection.CloseReason.PEER_ENDED;
import static io.lifeline.connection.CloseReason.PEER_RESET;
import static io.lifeline.connection.CloseReason.PROTOCOL_VIOLATION;
import static io.lifeline.connection.CloseReason.SILENT_PEER;
import static io.lifeline.connection.CloseReason.SLOW_CONSUMER;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.peer.Manners;
import java.util.SplittableRandom;

/** The ways in which a connection of the churn comes to its end. */
enum Way {
  ORDERLY_CLOSE(120, Manners.POLITE, PEER_CLOSED),
  KICK(40, Manners.POLITE, KICKED),
  IGNORED_KICK(10, Manners.STUBBORN, KICKED),
  PROTOCOL_BROKEN(50, Manners.POLITE, PROTOCOL_VIOLATION),
  TEXT_NOT_UTF8(50, Manners.POLITE, INVALID_TEXT),
  RESET(80, Manners.POLITE, PEER_RESET),
  VANISH(40, Manners.POLITE, PEER_ENDED),
  SILENCE(40, Manners.SILENT, SILENT_PEER),
  OVERSIZE(30, Manners.POLITE, MESSAGE_TOO_BIG),
  SLOW_MESSAGE(10, Manners.POLITE, MESSAGE_TOO_SLOW),
  GARBAGE_FOR_A_HEAD(15, Manners.POLITE, HANDSHAKE_MALFORMED),
  SLOW_HEAD(14, Manners.POLITE, HANDSHAKE_TIMEOUT),
  /** Its silence may be noticed before its slowness. */
  NEVER_READS(1, Manners.DEAF, SLOW_CONSUMER);

  private static final int TOTAL = total();

  private final int weight;
  private final Manners manners;
  private final CloseReason reason;

  Way(int weight, Manners manners, CloseReason reason) {
    this.weight = weight;
    this.manners = manners;
    this.reason = reason;
  }

  /** One of them, by weight. */
  static Way any(SplittableRandom random) {
    int drawn = random.nextInt(TOTAL);
    for (Way way : values()) {
      drawn -= way.weight;
      if (drawn < 0) {
        return way;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  private static int total() {
    int sum = 0;
    for (Way way : values()) {
      sum += way.weight;
    }
    return sum;
  }

  Manners manners() {
    return manners;
  }

  /** Under which of these it counts is up to time. */
  CloseReason[] reasons() {
    return this == NEVER_READS
        ? new CloseReason[] {reason, SILENT_PEER}
        : new CloseReason[] {reason};
  }

  /** Whether it ends before there is a WebSocket. */
  boolean beforeUpgrade() {
    return this == GARBAGE_FOR_A_HEAD || this == SLOW_HEAD;
  }

  /** The code that the client must be sent; 0 where it is sent none, or does not read it. */
  int code() {
    return this == NEVER_READS ? 0 : reason.code();
  }
}
