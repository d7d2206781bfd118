package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * The end of a peer that breaks the rules: the last words are sent, the peer gets a moment to read
 * them, and everything ends.
 */
final class TlsRefusal {
  /**
   * For how long what a refused peer still sends is read and dropped, and then for how long the end
   * of its socket is awaited: a socket closed with bytes unread is reset by the kernel, and the
   * peer might not see why (RFC 9112 section 9.6).
   */
  private static final FiniteDuration LINGER = DurationConverters.toScala(Duration.ofMillis(200));

  private final TlsLogic logic;
  private @Nullable TlsFailure why;

  TlsRefusal(TlsLogic logic) {
    this.logic = logic;
  }

  /** Why the peer is refused; null as long as it is not. */
  @Nullable TlsFailure why() {
    return why;
  }

  /** The engine has failed. */
  void begin() {
    why = logic.tls.failure();
    if (!logic.tls.hasRecords()) {
      onEndDue();
      return;
    }
    logic.toSocket.send();
    logic.toOwner.readOn();
    later(this::onLingerOver);
  }

  private void onLingerOver() {
    if (!logic.isClosed(logic.ports.cipherOut)) {
      logic.complete(logic.ports.cipherOut);
    }
    later(this::onEndDue);
  }

  private void onEndDue() {
    TlsFailure refused = why;
    if (refused != null) {
      logic.cutOff(refused);
    }
  }

  private void later(Runnable action) {
    AsyncCallback<Done> due = logic.createAsyncCallback(ignored -> action.run());
    logic.materializer().scheduleOnce(LINGER, () -> due.invoke(Done.getInstance()));
  }
}
