package io.lifeline.telemetry.threads;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one thread did at one moment. To read it the JVM stops that thread, or all if all are read,
 * for as long as it walks the frames. Virtual threads are not seen.
 *
 * @param waitsFor the class of the lock or the condition that it waits for; empty if for none
 * @param heldBy the thread that has that lock; empty if none has, or it is no lock
 * @param frames from where it is to where it began, at most {@value #MAX_FRAMES}
 */
public record ThreadStack(
    String thread,
    Thread.State state,
    String waitsFor,
    String heldBy,
    List<StackTraceElement> frames) {
  static final int MAX_FRAMES = 256;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public ThreadStack {
    frames = List.copyOf(frames);
  }

  /** Empty if the thread has ended. */
  public static Optional<ThreadStack> of(Thread thread) {
    return Optional.ofNullable(THREADS.getThreadInfo(thread.getId(), MAX_FRAMES))
        .map(ThreadStack::of);
  }

  /** All living threads, stopped together. */
  public static List<ThreadStack> all() {
    return living(THREADS.dumpAllThreads(false, false, MAX_FRAMES)).toList();
  }

  /** Threads that wait for each other in a ring, and so for ever; none if there is no such ring. */
  static List<ThreadStack> deadlocked() {
    long @Nullable [] ids = THREADS.findDeadlockedThreads();
    return ids == null ? List.of() : living(THREADS.getThreadInfo(ids, MAX_FRAMES)).toList();
  }

  private static Stream<ThreadStack> living(@Nullable ThreadInfo[] infos) {
    return Stream.of(infos).filter(Objects::nonNull).map(ThreadStack::of);
  }

  private static ThreadStack of(ThreadInfo info) {
    LockInfo lock = info.getLockInfo();
    String owner = info.getLockOwnerName();
    return new ThreadStack(
        info.getThreadName(),
        info.getThreadState(),
        lock == null ? "" : lock.getClassName(),
        owner == null ? "" : owner,
        List.of(info.getStackTrace()));
  }
}
