package io.lifeline.edge.ops;

import io.lifeline.edge.auth.AuthorizationHeader;
import io.lifeline.edge.auth.KnownSecrets;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Who may look into a node: whoever brings {@code Authorization: Bearer TOKEN} (RFC 6750). Without
 * tokens everybody who reaches the listener, which is then on loopback. Thread-safe.
 */
public final class OpsAccess {
  private final KnownSecrets tokens;

  public OpsAccess(List<String> tokens) {
    this.tokens = new KnownSecrets(tokens);
  }

  boolean isGranted(HttpRequest request) {
    return tokens.isEmpty()
        || request
            .getHeader("Authorization")
            .flatMap(header -> AuthorizationHeader.credentials(header.value(), "Bearer"))
            .filter(tokens::contains)
            .isPresent();
  }

  /** For whom it is not granted. */
  static HttpResponse refusal() {
    return HttpResponse.create()
        .withStatus(401)
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"lifeline ops\""))
        .withEntity("expected: Authorization: Bearer TOKEN, one of lifeline.edge.ops.tokens\n");
  }
}
