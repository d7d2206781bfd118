package io.lifeline.connection.compression;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one client (RFC 7692 section 7.2.2) as they arrive.
 *
 * <p>A native inflater is borrowed while a message is under way and given back with its end. What a
 * later message may refer to is kept as plain bytes, the {@link History}, and handed to whichever
 * inflater comes next; so a connection between two messages holds no native memory, and none at all
 * if its client takes nothing over. When the node's memory for compression is used up, a message
 * that arrives in pieces waits, still compressed, for its last piece.
 *
 * <p>Not thread-safe: one per connection, used from its stream, and closed when that ends.
 */
public final class Inflation {
  /** Where inflated bytes go. */
  public interface Output {
    /** Takes the first {@code count} bytes of an array that is not its own; false to stop. */
    boolean append(byte[] bytes, int count);

    /** The bytes so far, from the beginning of an array. */
    byte[] bytes();

    /** How many they are. */
    int size();
  }

  /** How inflating a piece went. */
  public enum Outcome {
    FINE,
    /** The output did not want more. */
    STOPPED,
    /** It is not what a deflater writes, or does not end where a message may end. */
    CORRUPT
  }

  /**
   * The bytes that the client took off the end of the message (section 7.2.1), then a last empty
   * block. Only if the message ended between two blocks is this read as two empty ones.
   */
  private static final byte[] END = {0, 0, (byte) 0xff, (byte) 0xff, 1, 0, 0, (byte) 0xff, -1};

  private static final byte[] NOTHING = {};

  /** So many bytes of input pay for going on behind a last block, which costs a fresh start. */
  private static final int BYTES_PER_RESTART = 64;

  private static final int FREE_RESTARTS = 16;

  private final Pool<PooledInflater> inflaters;
  private final ContextMemory memory;
  private final ResourceLedger ledger;
  private final @Nullable History history; // null if the client takes nothing over

  private @Nullable PooledInflater held;
  private boolean reserved; // the memory of the one that is held
  private byte[] deferred = NOTHING;
  private int deferredSize;
  private long inputBytes; // of the message under way
  private int restarts; // likewise
  private long inflatedBytes;

  Inflation(
      Pool<PooledInflater> inflaters,
      ContextMemory memory,
      @Nullable History history,
      ResourceLedger ledger) {
    this.inflaters = inflaters;
    this.memory = memory;
    this.history = history;
    this.ledger = ledger;
    ledger.acquired(Resource.INFLATIONS);
  }

  /**
   * Inflates the next piece of a message.
   *
   * @param last whether it is the message's last one
   */
  public Outcome inflate(byte[] piece, boolean last, Output output) {
    if (held == null && !last && !mayHold()) {
      defer(piece);
      return Outcome.FINE;
    }
    Outcome outcome = inflateNow(hold(), piece, last, output);
    if (last || outcome != Outcome.FINE) {
      if (outcome == Outcome.FINE && history != null) {
        history.append(output.bytes(), 0, output.size());
      }
      abandon();
    }
    return outcome;
  }

  /** Gives the message under way up, if there is one, and what it holds back. */
  public void abandon() {
    PooledInflater inflater = held;
    if (inflater != null) {
      held = null;
      inflater.inflater.reset();
      inflaters.giveBack(inflater);
    }
    if (reserved) {
      reserved = false;
      memory.release(PooledInflater.BYTES);
    }
    deferred = NOTHING;
    deferredSize = 0;
    inputBytes = 0;
    restarts = 0;
  }

  /**
   * How much all messages were inflated to, and what an inflater was given again to go on behind a
   * last block: a few bytes make it, which must cost their sender as much as they cost us.
   */
  public long inflatedBytes() {
    return inflatedBytes;
  }

  /** The connection's stream has ended. Called once. */
  public void close() {
    abandon();
    ledger.released(Resource.INFLATIONS);
  }

  private boolean mayHold() {
    reserved = memory.reserve(PooledInflater.BYTES);
    return reserved;
  }

  private PooledInflater hold() {
    PooledInflater inflater = held;
    if (inflater == null) {
      inflater = inflaters.borrow();
      held = inflater;
      if (history != null) {
        inflater.inflater.setDictionary(history.bytes(), 0, history.size());
      }
    }
    return inflater;
  }

  private void defer(byte[] piece) {
    int size = deferredSize + piece.length;
    if (size > deferred.length) {
      deferred = Arrays.copyOf(deferred, Math.max(size, 2 * deferred.length));
    }
    System.arraycopy(piece, 0, deferred, deferredSize, piece.length);
    deferredSize = size;
  }

  private Outcome inflateNow(PooledInflater inflater, byte[] piece, boolean last, Output output) {
    try {
      Outcome outcome = feed(inflater, deferred, deferredSize, output);
      deferred = NOTHING;
      deferredSize = 0;
      if (outcome == Outcome.FINE) {
        outcome = feed(inflater, piece, piece.length, output);
      }
      return outcome == Outcome.FINE && last ? end(inflater) : outcome;
    } catch (DataFormatException e) {
      return Outcome.CORRUPT;
    }
  }

  private Outcome feed(PooledInflater context, byte[] input, int count, Output output)
      throws DataFormatException {
    Inflater inflater = context.inflater;
    int rest = count;
    inputBytes += count;
    while (rest > 0) {
      if (inflater.finished() && !restart(inflater, output)) {
        return Outcome.CORRUPT;
      }
      inflater.setInput(input, count - rest, rest);
      int inflated = inflater.inflate(context.out);
      while (inflated > 0) {
        inflatedBytes += inflated;
        if (!output.append(context.out, inflated)) {
          return Outcome.STOPPED;
        }
        inflated = inflater.inflate(context.out);
      }
      rest = inflater.getRemaining();
    }
    return Outcome.FINE;
  }

  /**
   * Goes on behind a block that called itself the last one (section 7.2.3.5): an inflater would
   * stop there, but a message may have more blocks, which may refer to what was before.
   *
   * @return false if this was done too often to be meant well
   */
  private boolean restart(Inflater inflater, Output output) {
    restarts++;
    if (restarts > FREE_RESTARTS + inputBytes / BYTES_PER_RESTART) {
      return false;
    }
    History before = history == null ? new History(Window.bytes(Window.MAX_BITS)) : history.copy();
    before.append(output.bytes(), 0, output.size());
    inflatedBytes += before.size();
    inflater.reset();
    inflater.setDictionary(before.bytes(), 0, before.size());
    return true;
  }

  /** Whether the message may end here. Some deflaters end it with a last block and nothing more. */
  private Outcome end(PooledInflater context) throws DataFormatException {
    Inflater inflater = context.inflater;
    if (inputBytes == 0 || inflater.finished()) {
      return Outcome.FINE;
    }
    inflater.setInput(END);
    int inflated = inflater.inflate(context.out);
    boolean whole = inflated == 0 && inflater.finished() && inflater.getRemaining() == 0;
    return whole ? Outcome.FINE : Outcome.CORRUPT;
  }
}
