package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import java.io.EOFException;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * From the socket to the owner: it reads on when the owner wants more, or for the handshake, and
 * hands on the end behind the last byte.
 */
final class TlsToOwner extends AbstractInOutHandler {
  private final TlsLogic logic;
  private final TlsStage ports;
  private final TlsEngine tls;
  private boolean socketDone; // nothing more comes from it
  private @Nullable Throwable cut; // why the socket ended too early

  TlsToOwner(TlsLogic logic) {
    this.logic = logic;
    this.ports = logic.ports;
    this.tls = logic.tls;
  }

  /** Reads from the socket, if somebody wants that. */
  void readOn() {
    if (logic.tasks.isRunning()
        || logic.isClosed(ports.cipherIn)
        || logic.hasBeenPulled(ports.cipherIn)) {
      return;
    }
    boolean wanted = !logic.wasOpened() || logic.isAvailable(ports.plainOut);
    if (logic.discards() || (wanted && !tls.hasRecords())) {
      logic.pull(ports.cipherIn);
    }
  }

  /** Hands on what was received, and behind it the end. */
  void deliver() {
    if (logic.isClosed(ports.plainOut)) {
      tls.takeReceived();
      return;
    }
    if (tls.hasReceived() && logic.isAvailable(ports.plainOut)) {
      logic.push(ports.plainOut, tls.takeReceived());
    }
    boolean ended = socketDone || (logic.wasOpened() && tls.isPeerDone());
    Throwable early = cut;
    if (ended && !tls.hasReceived()) {
      if (early == null) {
        logic.complete(ports.plainOut);
      } else {
        logic.fail(ports.plainOut, early);
      }
    }
  }

  // --- the socket

  @Override
  public void onPush() {
    ByteString bytes = logic.grab(ports.cipherIn);
    if (logic.discards()) {
      readOn();
    } else {
      tls.offer(bytes);
      logic.advance();
    }
  }

  @Override
  public void onUpstreamFinish() {
    TlsFailure refused = logic.refusal.why();
    if (refused != null) {
      logic.cutOff(refused);
      return;
    }
    socketDone = true;
    if (logic.wasOpened() && !logic.toSocket.isClosed() && !tls.isPeerDone()) {
      cut = new EOFException("the peer ended without close_notify");
    }
    deliver();
  }

  @Override
  public void onUpstreamFailure(Throwable failure) {
    TlsFailure refused = logic.refusal.why();
    logic.cutOff(refused == null ? failure : refused);
  }

  // --- the owner

  @Override
  public void onPull() {
    deliver();
    readOn();
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    // What it still has to say goes out; it ends the stream with the end of its own bytes.
  }
}
