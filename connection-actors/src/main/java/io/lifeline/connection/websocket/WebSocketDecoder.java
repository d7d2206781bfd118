package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Close;
import io.lifeline.connection.websocket.Inbound.Ping;
import io.lifeline.connection.websocket.Inbound.Pong;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages of one client in its bytes (RFC 6455 section 5), however they are split.
 *
 * <p>Text is checked as it arrives, limits as soon as a frame's header is. After a {@link Close} or
 * a {@link Violation} everything is ignored. Extensions are not negotiated, so reserved bits must
 * be 0; {@link FrameRules} is the place to allow RSV1 to permessage-deflate.
 *
 * <p>Between messages it holds no buffer, about 80 bytes in all. A frame that lies in one chunk is
 * unmasked into an array of exactly its size; what arrives in pieces is kept in a {@link
 * PartialMessage}, whose limits are stated there.
 *
 * <p>Not thread-safe: one per connection, used from its stream.
 */
public final class WebSocketDecoder {
  private final WebSocketLimits limits;
  private final FrameHeader header = new FrameHeader();

  /** The message that has begun, if it is not complete. */
  private @Nullable PartialMessage message;

  /** The payload of the control frame that has begun, if it is not complete. */
  private byte @Nullable [] controlPayload;

  /** How much of the current frame's payload was taken, in bytes. */
  private int taken;

  private boolean ended;

  public WebSocketDecoder(WebSocketLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes the next bytes and hands over each event that they complete, in order.
   *
   * @return how many frames began with these bytes, as far as their headers are complete
   */
  public int decode(ByteString chunk, Consumer<? super Inbound> events) {
    int frames = 0;
    byte[] bytes = chunk.toArrayUnsafe();
    int position = 0;
    while (position < bytes.length && !ended) {
      if (!header.isComplete()) {
        position = readHeader(bytes, position, events);
        frames += header.isComplete() ? 1 : 0;
      }
      if (header.isComplete() && !ended) {
        position = readPayload(bytes, position, events);
      }
    }
    return frames;
  }

  /** Whether a frame header or a message has begun and is not complete. */
  public boolean isMidMessage() {
    return !ended && (header.hasBegun() || message != null);
  }

  private int readHeader(byte[] bytes, int from, Consumer<? super Inbound> events) {
    int next = header.read(bytes, from);
    Violation violation = FrameRules.broken(header, message, limits);
    if (violation != null) {
      end(violation, events);
    }
    return next;
  }

  private int readPayload(byte[] bytes, int from, Consumer<? super Inbound> events) {
    int length = (int) header.length(); // within the limits, which are ints
    int count = Math.min(bytes.length - from, length - taken);
    if (count == 0 && length > 0) {
      return from;
    }
    if (header.isControl()) {
      readControl(bytes, from, count, events);
    } else if (message == null && header.isFinal() && count == length) {
      readWholeMessage(bytes, from, count, events);
    } else {
      readPiece(bytes, from, count, events);
    }
    return from + count;
  }

  private void readControl(byte[] bytes, int from, int count, Consumer<? super Inbound> events) {
    byte[] payload = controlPayload == null ? new byte[(int) header.length()] : controlPayload;
    Masking.copy(bytes, from, payload, taken, count, maskFromHere());
    taken += count;
    if (taken < payload.length) {
      controlPayload = payload;
      return;
    }
    int opcode = header.opcode();
    controlPayload = null;
    nextFrame();
    switch (opcode) {
      case Opcode.PING -> events.accept(new Ping(ByteString.fromArrayUnsafe(payload)));
      case Opcode.PONG -> events.accept(new Pong(ByteString.fromArrayUnsafe(payload)));
      default -> end(CloseFrame.read(payload), events);
    }
  }

  private void readWholeMessage(
      byte[] bytes, int from, int count, Consumer<? super Inbound> events) {
    byte[] payload = new byte[count];
    Masking.copy(bytes, from, payload, 0, count, header.mask());
    boolean text = header.opcode() == Opcode.TEXT;
    nextFrame();
    if (text && !Utf8.isValid(payload, 0, count)) {
      end(notUtf8(), events);
    } else {
      ByteString compact = ByteString.fromArrayUnsafe(payload);
      events.accept(text ? new Text(compact) : new Binary(compact));
    }
  }

  private void readPiece(byte[] bytes, int from, int count, Consumer<? super Inbound> events) {
    PartialMessage begun =
        message == null ? new PartialMessage(header.opcode() == Opcode.TEXT) : message;
    message = begun;
    int frameRest = (int) header.length() - taken;
    int maxSize = header.isFinal() ? begun.size() + frameRest : limits.maxMessageBytes();
    boolean valid = begun.append(bytes, from, count, maskFromHere(), maxSize);
    boolean wholeFrame = count == frameRest;
    boolean wholeMessage = wholeFrame && header.isFinal();
    taken += count;
    if (wholeFrame) {
      nextFrame();
    }
    if (!valid || (wholeMessage && !begun.mayEnd())) {
      end(notUtf8(), events);
    } else if (wholeMessage) {
      message = null;
      events.accept(begun.complete());
    }
  }

  private int maskFromHere() {
    return Masking.after(header.mask(), taken);
  }

  private void nextFrame() {
    header.reset();
    taken = 0;
  }

  private void end(Inbound last, Consumer<? super Inbound> events) {
    ended = true;
    message = null;
    controlPayload = null;
    events.accept(last);
  }

  private static Violation notUtf8() {
    return new Violation(CloseReason.INVALID_TEXT, "text is not UTF-8");
  }
}
