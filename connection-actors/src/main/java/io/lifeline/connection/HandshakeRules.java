package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.handshake.WebSocketHandshake;
import java.util.List;
import java.util.Optional;

/** What a handshake must fulfil before anyone is asked who sends it. */
final class HandshakeRules {
  private HandshakeRules() {}

  sealed interface Result {}

  /**
   * The handshake is well formed and there is a dialect at its path.
   *
   * @param subprotocol the first of the client's that the dialect speaks
   */
  record Passed(Dialect dialect, String acceptKey, Optional<String> subprotocol)
      implements Result {}

  /**
   * The handshake gets an HTTP answer instead of a WebSocket.
   *
   * @param tier under which the refusal is counted
   */
  record Refusal(String tier, int status, List<RequestHead.Header> headers, String text)
      implements Result {
    Refusal {
      headers = List.copyOf(headers);
    }

    static Refusal of(String tier, int status, String text) {
      return new Refusal(tier, status, List.of(), text);
    }
  }

  static Result check(RequestHead head, Endpoints endpoints, OriginPolicy origins) {
    WebSocketHandshake.Check check = WebSocketHandshake.check(head);
    if (check instanceof WebSocketHandshake.Invalid invalid) {
      return new Refusal("handshake", invalid.status(), invalid.headers(), invalid.reason());
    }
    Optional<Dialect> dialect = endpoints.at(head.path());
    if (dialect.isEmpty()) {
      return Refusal.of("path", 404, "no WebSocket is served here");
    }
    if (!origins.allows(head)) {
      return Refusal.of("origin", 403, "this origin may not connect");
    }
    WebSocketHandshake.Valid valid = (WebSocketHandshake.Valid) check;
    return new Passed(
        dialect.get(),
        valid.acceptKey(),
        valid.subprotocols().stream().filter(dialect.get().subprotocols()::contains).findFirst());
  }
}
