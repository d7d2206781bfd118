package io.lifeline.edge.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One peer that sends random bytes in random pieces to an echo and compares what comes back, while
 * it stalls now and then, and resets its socket in the middle if it is told to.
 */
final class Exchange {
  private static final int STALL_ONCE_IN = 500;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Socket socket;
  private final SplittableRandom writeSizes;
  private final SplittableRandom readSizes;
  private final long contentSeed;
  private final long count;
  private final long resetAfter;

  /**
   * @param resetAfter so many bytes received; beyond {@code count} for never
   */
  Exchange(Socket socket, SplittableRandom random, long count, long resetAfter) {
    this.socket = socket;
    this.writeSizes = random.split();
    this.readSizes = random.split();
    this.contentSeed = random.nextLong();
    this.count = count;
    this.resetAfter = resetAfter;
  }

  /** How many bytes came back, each checked. */
  CompletableFuture<Long> run(Executor threads) {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(this::send, threads);
    CompletableFuture<Long> received = CompletableFuture.supplyAsync(this::receive, threads);
    return resetAfter < count ? received : sent.thenCombine(received, (none, total) -> total);
  }

  private void send() {
    try {
      OutputStream out = socket.getOutputStream();
      long position = 0;
      while (position < count) {
        int size = (int) Math.min(count - position, pieceSize(writeSizes));
        out.write(content(position, size));
        position += size;
        stallSometimes(writeSizes);
      }
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long receive() {
    try (socket) {
      InputStream in = socket.getInputStream();
      long total = 0;
      while (total < resetAfter) {
        byte[] piece = new byte[pieceSize(readSizes)];
        int read = in.read(piece);
        if (read < 0) {
          return total;
        }
        int wrong = Arrays.mismatch(piece, 0, read, content(total, read), 0, read);
        if (wrong >= 0) {
          throw new AssertionError("wrong byte at " + (total + wrong));
        }
        total += read;
        stallSometimes(readSizes);
      }
      socket.setSoLinger(true, 0);
      return total;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes that belong at a position, whatever pieces they are sent and read in. */
  private byte[] content(long position, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      long at = position + i;
      bytes[i] = (byte) (mixed(contentSeed + (at >>> 3)) >>> ((at & 7) * Byte.SIZE));
    }
    return bytes;
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static int pieceSize(SplittableRandom random) {
    return 1 + random.nextInt(random.nextInt(10) == 0 ? 300_000 : 10_000);
  }

  private static void stallSometimes(SplittableRandom random) {
    if (random.nextInt(STALL_ONCE_IN) == 0) {
      LockSupport.parkNanos(STALL_NANOS);
    }
  }
}
