package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.util.ByteString;

/**
 * From the owner to the socket: it takes from the owner when the socket has taken what was before,
 * and says close_notify behind the owner's last byte.
 */
final class TlsToSocket extends AbstractInOutHandler {
  private final TlsLogic logic;
  private final TlsStage ports;
  private final TlsEngine tls;
  private boolean ownerDone; // it sends no more
  private boolean closed; // close_notify is on its way

  TlsToSocket(TlsLogic logic) {
    this.logic = logic;
    this.ports = logic.ports;
    this.tls = logic.tls;
  }

  /** Whether the owner sends no more. */
  boolean isOwnerDone() {
    return ownerDone;
  }

  /** Whether close_notify is on its way. */
  boolean isClosed() {
    return closed;
  }

  /** Sends what there is, if the socket takes it. */
  void send() {
    if (logic.tasks.isRunning() || !logic.isAvailable(ports.cipherOut)) {
      return;
    }
    try {
      ByteString bytes = tls.takeRecords();
      if (ownerDone && !closed && tls.isOpen() && !tls.hasUnsent()) {
        closed = true;
        tls.close();
        bytes = bytes.concat(tls.takeRecords());
      }
      if (!bytes.isEmpty()) {
        logic.push(ports.cipherOut, bytes);
      }
      if (closed) {
        logic.complete(ports.cipherOut);
      } else if (bytes.isEmpty()) {
        takeMore();
      }
    } catch (TlsFailure e) {
      logic.cutOff(e);
    }
  }

  private void takeMore() {
    if (!tls.hasUnsent() && !logic.isClosed(ports.plainIn) && !logic.hasBeenPulled(ports.plainIn)) {
      logic.pull(ports.plainIn);
    }
  }

  // --- the socket

  @Override
  public void onPull() {
    send();
    logic.toOwner.readOn();
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    TlsFailure refused = logic.refusal.why();
    if (refused != null) {
      logic.cutOff(refused);
    } else if (!logic.isClosed(ports.plainIn)) {
      logic.cancel(ports.plainIn, cause);
    }
  }

  // --- the owner

  @Override
  public void onPush() {
    ByteString bytes = logic.grab(ports.plainIn);
    if (!logic.discards()) {
      tls.write(bytes);
      send();
    }
  }

  @Override
  public void onUpstreamFinish() {
    ownerDone = true;
    if (logic.wasOpened()) {
      send();
    } else if (logic.refusal.why() == null && !logic.isClosed(ports.cipherOut)) {
      logic.complete(ports.cipherOut);
      logic.toOwner.readOn();
    }
  }

  @Override
  public void onUpstreamFailure(Throwable failure) {
    logic.failStage(failure);
  }
}
