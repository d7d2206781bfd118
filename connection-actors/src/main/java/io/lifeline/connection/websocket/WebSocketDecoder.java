package io.lifeline.connection.websocket;

import io.lifeline.connection.compression.Inflation;
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
 * a {@link Violation} everything is ignored. Messages with RSV1 are inflated, if compression was
 * agreed (RFC 7692).
 *
 * <p>Between messages it holds no buffer, about 80 bytes in all. A frame that lies in one chunk is
 * unmasked into an array of exactly its size; what arrives in pieces is kept in a {@link
 * PartialMessage}, whose limits are stated there.
 *
 * <p>Not thread-safe: one per connection, used from its stream.
 */
public final class WebSocketDecoder {
  static final int FRAMES_AT_ONCE = 16;

  private final WebSocketLimits limits;

  /** Null if the client may not compress. */
  private final @Nullable Inflation inflation;

  private final FrameHeader header = new FrameHeader();

  /** The message that has begun, if it is not complete. */
  private @Nullable IncomingMessage message;

  /** The payload of the control frame that has begun, if it is not complete. */
  private byte @Nullable [] controlPayload;

  /** How much of the current frame's payload was taken, in bytes. */
  private int taken;

  /** What was taken and is not decoded to its end, from {@link #restFrom} on. */
  private byte @Nullable [] rest;

  private int restFrom;

  private boolean ended;

  /** A decoder of a client that may not compress. */
  public WebSocketDecoder(WebSocketLimits limits) {
    this(limits, null);
  }

  /**
   * @param inflation of what the client compresses, null if it may not; closed with this
   */
  public WebSocketDecoder(WebSocketLimits limits, @Nullable Inflation inflation) {
    this.limits = limits;
    this.inflation = inflation;
  }

  /**
   * Takes the next bytes and decodes the first of them, as {@link #decodeRest} does.
   *
   * @return how many frames began with these bytes, as far as their headers are complete
   * @throws IllegalStateException if bytes are left that came before
   */
  public int decode(ByteString chunk, Consumer<? super Inbound> events) {
    take(chunk);
    return decodeRest(events);
  }

  /**
   * Takes the next bytes, and decodes none of them yet.
   *
   * @param chunk must not change any more
   * @throws IllegalStateException if bytes are left that came before
   */
  public void take(ByteString chunk) {
    if (hasRest()) {
      throw new IllegalStateException(restBytes() + " bytes are not decoded yet");
    }
    if (!ended && !chunk.isEmpty()) {
      rest = chunk.toArrayUnsafe();
      restFrom = 0;
    }
  }

  /**
   * Decodes bytes that were taken, and hands over each event that they complete, in order. It stops
   * before their end when they were inflated to as much as the longest message may have: a few
   * bytes can become very many, and what they become is not to pile up. It stops as well after
   * {@value #FRAMES_AT_ONCE} frames, so that a read full of empty ones does not hold up others.
   * {@link #hasRest()} says whether to call it again; what it left is neither copied nor moved.
   *
   * @return how many frames began, as far as their headers are complete
   */
  public int decodeRest(Consumer<? super Inbound> events) {
    byte[] bytes = rest;
    if (bytes == null) {
      return 0;
    }
    int frames = 0;
    int position = restFrom;
    long enough = inflatedBytes() + limits.maxMessageBytes();
    while (position < bytes.length
        && !ended
        && frames < FRAMES_AT_ONCE
        && (position == restFrom || inflatedBytes() < enough)) {
      if (!header.isComplete()) {
        position = readHeader(bytes, position, events);
        frames += header.isComplete() ? 1 : 0;
      }
      if (header.isComplete() && !ended) {
        position = readPayload(bytes, position, events);
      }
    }
    restFrom = position;
    if (ended || position == bytes.length) {
      rest = null;
    }
    return frames;
  }

  /** Whether bytes were taken that are not decoded yet. */
  public boolean hasRest() {
    return rest != null;
  }

  /** How many bytes were taken that are not decoded yet. */
  public int restBytes() {
    byte[] left = rest;
    return left == null ? 0 : left.length - restFrom;
  }

  /** How many bytes the client's messages were inflated to since the beginning. */
  public long inflatedBytes() {
    return inflation == null ? 0 : inflation.inflatedBytes();
  }

  /** Whether a frame header or a message has begun and is not complete. */
  public boolean isMidMessage() {
    return !ended && (header.hasBegun() || message != null);
  }

  /** Nothing more is decoded; what inflating holds is given back. Called once. */
  public void close() {
    ended = true;
    rest = null;
    if (inflation != null) {
      inflation.close();
    }
  }

  private int readHeader(byte[] bytes, int from, Consumer<? super Inbound> events) {
    int next = header.read(bytes, from);
    Violation violation = FrameRules.broken(header, message, limits, inflation != null);
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
    } else if (message == null && header.isFinal() && count == length && !header.isCompressed()) {
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
      end(PartialMessage.notUtf8(), events);
    } else {
      ByteString compact = ByteString.fromArrayUnsafe(payload);
      events.accept(text ? new Text(compact) : new Binary(compact));
    }
  }

  private void readPiece(byte[] bytes, int from, int count, Consumer<? super Inbound> events) {
    IncomingMessage begun = message == null ? begin() : message;
    message = begun;
    int frameRest = (int) header.length() - taken;
    int maxSize = header.isFinal() ? begun.wireBytes() + frameRest : limits.maxMessageBytes();
    boolean wholeFrame = count == frameRest;
    boolean last = wholeFrame && header.isFinal();
    Violation violation = begun.append(bytes, from, count, maskFromHere(), maxSize, last);
    taken += count;
    if (wholeFrame) {
      nextFrame();
    }
    if (violation != null) {
      end(violation, events);
    } else if (last) {
      message = null;
      events.accept(begun.complete());
    }
  }

  private IncomingMessage begin() {
    boolean text = header.opcode() == Opcode.TEXT;
    return inflation != null && header.isCompressed()
        ? new CompressedMessage(text, inflation, limits.maxMessageBytes())
        : new PartialMessage(text);
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
    if (inflation != null) {
      inflation.abandon();
    }
    events.accept(last);
  }
}
