package io.lifeline.connection.compression;

import io.lifeline.telemetry.ResourceLedger;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed with one client about compression (RFC 7692 section 7.1). Thread-safe; whoever
 * made it releases it when the connection ends.
 */
public final class Agreement {
  /** Nothing is compressed. */
  public static final Agreement NONE = new Agreement("", Deflation.NONE, null, 0);

  private final String answer;
  private final Deflation deflation;
  private final @Nullable Inflations inflations;
  private final int clientWindowBytes;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * @param inflations null if there is no compression
   * @param clientWindowBytes the memory that was reserved for what the client takes over, 0 if it
   *     takes nothing over
   */
  Agreement(
      String answer, Deflation deflation, @Nullable Inflations inflations, int clientWindowBytes) {
    this.answer = answer;
    this.deflation = deflation;
    this.inflations = inflations;
    this.clientWindowBytes = clientWindowBytes;
  }

  /** The value of {@code Sec-WebSocket-Extensions} in the answer; empty for no such header. */
  public String answer() {
    return answer;
  }

  /** By which the client's messages are sent. */
  public Deflation deflation() {
    return deflation;
  }

  /** Whether the client may compress. */
  public boolean isCompressed() {
    return inflations != null;
  }

  /**
   * For the stream of the connection, which closes it.
   *
   * @return null if the client may not compress
   */
  public @Nullable Inflation newInflation(ResourceLedger ledger) {
    return inflations == null ? null : inflations.make(clientWindowBytes, ledger);
  }

  /** The connection has ended. */
  public void release() {
    if (inflations != null && clientWindowBytes > 0 && released.compareAndSet(false, true)) {
      inflations.memory().release(clientWindowBytes);
    }
  }
}
