package io.lifeline.connection.stream;

import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.WebSocketDecoder;
import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames. After it has told the owner what was received it reads on only when it is told to,
 * so that a peer which sends faster than its connection can follow is slowed down by TCP.
 */
final class WebSocketMode extends ConnectionLogic.Mode implements Consumer<Inbound> {
  private final WebSocketDecoder decoder;
  private ByteString leftover;
  private @Nullable List<Inbound> batch;
  private boolean begunTold;

  /**
   * @param leftover what the gate has read beyond the request head
   */
  WebSocketMode(ConnectionLogic stage, WebSocketParameters parameters, ByteString leftover) {
    super(stage);
    this.decoder = new WebSocketDecoder(parameters.limits());
    this.leftover = leftover;
  }

  @Override
  void begin() {
    ByteString bytes = leftover;
    leftover = ByteString.emptyByteString();
    if (bytes.isEmpty()) {
      stage.readOn();
    } else {
      receive(bytes);
    }
  }

  @Override
  public void onPush() {
    receive(stage.grab(stage.in));
  }

  /** Called by the decoder for each event. */
  @Override
  public void accept(Inbound event) {
    List<Inbound> events = batch;
    if (events == null) {
      events = new ArrayList<>(2);
      batch = events;
    }
    events.add(event);
  }

  private void receive(ByteString bytes) {
    try {
      stage.settings.events().add(Metric.BYTES_RECEIVED, bytes.length());
      decoder.decode(bytes, this);
    } catch (RuntimeException e) {
      stage.fail(e);
      return;
    }
    tellOwner(decoder.isMidMessage());
  }

  private void tellOwner(boolean midMessage) {
    List<Inbound> events = batch;
    if (events != null) {
      batch = null;
      begunTold = midMessage;
      stage.tell(new SocketEvent.Received(events, midMessage));
      return;
    }
    if (midMessage && !begunTold) {
      begunTold = true;
      stage.tell(new SocketEvent.MessageBegun());
    }
    stage.readOn();
  }
}
