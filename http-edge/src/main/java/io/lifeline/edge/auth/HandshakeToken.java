package io.lifeline.edge.auth;

import io.lifeline.connection.handshake.RequestHead;
import java.util.List;
import java.util.Optional;

/** Finds the token in a handshake: {@code Authorization: Bearer} first, then {@code ?token=}. */
final class HandshakeToken {
  private HandshakeToken() {}

  static Optional<String> in(RequestHead head) {
    return head.header("authorization")
        .flatMap(value -> AuthorizationHeader.credentials(value, "Bearer"))
        .or(() -> parameter(head, "token").stream().findFirst())
        .filter(token -> !token.isEmpty());
  }

  /** The values of a query parameter; none if one of them is not well encoded. */
  static List<String> parameter(RequestHead head, String name) {
    try {
      return head.query(name);
    } catch (IllegalArgumentException e) {
      return List.of(); // the same as not sent: there is nothing in it to believe
    }
  }
}
