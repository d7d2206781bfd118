package io.lifeline.connection.stream;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.lifeline.connection.InboundSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast one peer sends, against what it may. A read is charged after it was decoded, so a peer
 * may be in debt by one read, and waits until that is paid.
 *
 * <p>A connection that is all but silent, as most are, holds no buckets: a small read after a quiet
 * second is free, which is less than any limit allows.
 *
 * <p>Not thread-safe: used from its stream.
 */
final class InboundRate {
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final int FREE_MESSAGES = 8;
  private static final int FREE_BYTES = 4096;

  private final InboundSettings settings;
  private final TimeMeter clock;
  private long lastRead;
  private @Nullable Bucket messages;
  private @Nullable Bucket bytes;

  InboundRate(InboundSettings settings, TimeMeter clock) {
    this.settings = settings;
    this.clock = clock;
    this.lastRead = clock.currentTimeNanos() - QUIET_NANOS;
  }

  InboundSettings settings() {
    return settings;
  }

  /**
   * Charges one read.
   *
   * @param messageCount messages and control frames that it completed
   * @param frameCount frames that began in it
   * @return nanoseconds until the peer may be read from again; 0 if it keeps within its limits
   */
  long charge(int messageCount, int frameCount, int byteCount) {
    long now = clock.currentTimeNanos();
    boolean quiet = now - lastRead >= QUIET_NANOS;
    lastRead = now;
    if (quiet && messageCount <= FREE_MESSAGES && byteCount <= FREE_BYTES && isPaid()) {
      messages = null;
      bytes = null;
      return 0;
    }
    long charged = byteCount + (long) frameCount * InboundSettings.FRAME_OVERHEAD;
    return Math.max(
        messageCount == 0 ? 0 : messageBucket().consumeIgnoringRateLimits(messageCount),
        charged == 0 ? 0 : byteBucket().consumeIgnoringRateLimits(charged));
  }

  private boolean isPaid() {
    return isFull(messages, settings.messagesPerSecond())
        && isFull(bytes, settings.bytesPerSecond());
  }

  private boolean isFull(@Nullable Bucket bucket, int perSecond) {
    return bucket == null || bucket.getAvailableTokens() >= capacity(perSecond);
  }

  private Bucket messageBucket() {
    Bucket bucket = messages == null ? bucket(settings.messagesPerSecond()) : messages;
    messages = bucket;
    return bucket;
  }

  private Bucket byteBucket() {
    Bucket bucket = bytes == null ? bucket(settings.bytesPerSecond()) : bytes;
    bytes = bucket;
    return bucket;
  }

  private Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(capacity(perSecond)).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(clock)
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .build();
  }

  private long capacity(int perSecond) {
    return Math.max(1, perSecond * settings.burst().toMillis() / 1000);
  }
}
