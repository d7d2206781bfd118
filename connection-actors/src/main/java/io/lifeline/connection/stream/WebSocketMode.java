package io.lifeline.connection.stream;

import io.github.bucket4j.TimeMeter;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.InboundSettings.AtLimit;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.WebSocketDecoder;
import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames. After it has told the owner what was received it reads on only when it is told to,
 * so that a peer which sends faster than its connection can follow is slowed down by TCP. A read
 * that holds many frames is decoded a few at a time, and who else waits has a turn in between.
 */
final class WebSocketMode extends ConnectionLogic.Mode implements Consumer<Inbound> {
  private final WebSocketDecoder decoder;
  private final InboundRate rate;
  private @Nullable List<Inbound> batch;
  private @Nullable MessageClock message; // of the one under way; the owner knows of it
  private boolean ended; // by a violation: what still comes means nothing
  private @Nullable Cancellable pause; // the peer is too fast and not read from until it is over
  private boolean readAfterPause;
  private boolean turnAwaited;

  /**
   * @param leftover what the gate has read beyond the request head
   */
  WebSocketMode(ConnectionLogic stage, WebSocketParameters parameters, ByteString leftover) {
    super(stage);
    this.decoder =
        new WebSocketDecoder(
            parameters.limits(), parameters.compression().newInflation(stage.settings.ledger()));
    this.rate = new InboundRate(parameters.inbound(), TimeMeter.SYSTEM_NANOTIME);
    decoder.take(leftover);
  }

  @Override
  void begin() {
    stage.settings.events().add(Metric.BYTES_RECEIVED, decoder.restBytes());
    if (decoder.hasRest()) {
      decode();
    } else {
      stage.readOn();
    }
  }

  @Override
  public void onPush() {
    ByteString bytes = stage.grab(stage.in);
    if (ended) {
      stage.discard(bytes);
    } else {
      stage.settings.events().add(Metric.BYTES_RECEIVED, bytes.length());
      decoder.take(bytes);
      decode();
    }
  }

  /** Called by the decoder for each event. */
  @Override
  public void accept(Inbound event) {
    ended = event instanceof Inbound.Violation;
    List<Inbound> events = batch;
    if (events == null) {
      events = new ArrayList<>(2);
      batch = events;
    }
    events.add(event);
  }

  /** Decodes no more than may be done at once; the rest is for a later turn. */
  private void decode() {
    try {
      int bytesBefore = decoder.restBytes();
      long inflatedBefore = decoder.inflatedBytes();
      int frames = decoder.decodeRest(this);
      long inflated = decoder.inflatedBytes() - inflatedBefore;
      keepRate(frames, (int) (bytesBefore - decoder.restBytes() + inflated));
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
      keepTime(midMessage, midMessage && events.stream().anyMatch(WebSocketMode::isMessage));
      timeStandsStill();
      stage.tell(new SocketEvent.Received(events, midMessage));
      return;
    }
    if (midMessage && message == null) {
      keepTime(true, true);
      stage.tell(new SocketEvent.MessageBegun());
    }
    readMore();
  }

  private static boolean isMessage(Inbound event) {
    return event instanceof Inbound.Text || event instanceof Inbound.Binary;
  }

  /** Each message under way has a clock of its own. */
  private void keepTime(boolean midMessage, boolean begun) {
    MessageClock before = message;
    if (!midMessage) {
      message = null;
    } else if (begun || before == null) {
      message = new MessageClock(stage.settings.nanoTime());
    }
    if (message != before) {
      stage.show(message);
    }
  }

  private void timeStandsStill() {
    MessageClock clock = message;
    if (clock != null) {
      clock.stop();
    }
  }

  private void timeGoesOn() {
    MessageClock clock = message;
    if (clock != null) {
      clock.goOn();
    }
  }

  private void keepRate(int frames, int bytes) {
    int messages = batch == null ? 0 : batch.size();
    long wait = rate.charge(messages, frames, bytes);
    if (wait == 0) {
      return;
    }
    stage.settings.events().add(Metric.THROTTLED, 1);
    if (rate.settings().atLimit() == AtLimit.DISCONNECT) {
      accept(new Inbound.Violation(CloseReason.RATE_LIMITED, "due in " + wait + " ns"));
    } else {
      pause = stage.after(Duration.ofNanos(wait), StageOrder.PauseOver.INSTANCE);
    }
  }

  @Override
  void readMore() {
    if (pause != null) {
      readAfterPause = true;
      timeGoesOn(); // else a flood could keep its message under way for ever
    } else if (ended || !decoder.hasRest()) {
      timeGoesOn();
      stage.readOn();
    } else if (!turnAwaited) {
      turnAwaited = true;
      stage.awaitTurn();
    }
  }

  @Override
  void nextTurn() {
    turnAwaited = false;
    if (pause != null) {
      readAfterPause = true;
      timeGoesOn();
    } else if (!ended) {
      decode();
    }
  }

  /** The peer's rate is down. */
  @Override
  void pauseOver() {
    pause = null;
    if (readAfterPause) {
      readAfterPause = false;
      readMore();
    }
  }

  @Override
  void stopped() {
    decoder.close();
    if (pause != null) {
      pause.cancel();
    }
  }
}
