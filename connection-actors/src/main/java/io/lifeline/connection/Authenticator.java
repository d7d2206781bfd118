package io.lifeline.connection;

import io.lifeline.connection.handshake.RequestHead;
import java.util.concurrent.CompletionStage;

/**
 * Seam: decides who sends a handshake. Called for each upgrade before admission.
 *
 * <p>Thread-safe; must not block. A failed stage is answered with 503, since it is not the peer's
 * fault.
 */
public interface Authenticator {
  CompletionStage<Verdict> authenticate(RequestHead head);

  /** What the authenticator found. */
  sealed interface Verdict {}

  record Authenticated(Identity identity) implements Verdict {}

  /**
   * @param reason is sent to the peer: it names what is wrong, never the token
   */
  record Denied(String reason) implements Verdict {}
}
