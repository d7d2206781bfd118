package io.lifeline.connection.stream;

import io.lifeline.connection.handshake.RequestHeadReader;
import io.lifeline.connection.handshake.WebSocketHandshake;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the request head, tells the owner, and waits for what the connection is to become. */
final class GateMode extends ConnectionLogic.Mode {
  private final RequestHeadReader reader;
  private RequestHeadReader.@Nullable Complete complete;
  private boolean discarding;

  GateMode(ConnectionLogic stage) {
    super(stage);
    this.reader = new RequestHeadReader(stage.settings.maxHeadBytes());
  }

  @Override
  public void onPush() {
    ByteString bytes = stage.grab(stage.in);
    if (discarding) {
      stage.discard(bytes);
      return;
    }
    try {
      read(bytes);
    } catch (RuntimeException e) {
      stage.fail(e);
    }
  }

  private void read(ByteString bytes) {
    RequestHeadReader.Result result = reader.offer(bytes);
    if (result instanceof RequestHeadReader.Complete head) {
      complete = head;
      boolean upgrade = WebSocketHandshake.isUpgrade(head.head());
      stage.tell(new SocketEvent.HeadRead(head.head(), upgrade));
    } else if (result instanceof RequestHeadReader.Malformed broken) {
      discarding = true;
      stage.tell(new SocketEvent.HeadMalformed(broken.status(), broken.reason()));
      stage.readOn();
    } else {
      stage.readOn();
    }
  }

  /** What still arrives is discarded, or the kernel would reset our answer. */
  @Override
  void finishing() {
    discarding = true;
    stage.readOn();
  }

  /** What came behind the request head. */
  ByteString leftover() {
    RequestHeadReader.Complete head = complete;
    return head == null ? ByteString.emptyByteString() : head.all().drop(head.headBytes());
  }

  /** Everything that was read. */
  ByteString replay() {
    RequestHeadReader.Complete head = complete;
    return head == null ? ByteString.emptyByteString() : head.all();
  }
}
