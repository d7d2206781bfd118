package io.lifeline.telemetry.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ThreadDumpTest {
  private interface Task {
    void run() throws Exception;
  }

  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void threadsThatDoTheSameAreOneGroup() {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 1; i <= 7; i++) {
      start("alike-" + i, Thread.State.WAITING, never::await);
    }

    ThreadDump dump = ThreadDump.take();

    StackGroup group = group(dump, "alike");
    assertThat(group.count()).isEqualTo(7);
    assertThat(group.threads())
        .hasSize(ThreadDump.EXAMPLES)
        .allMatch(name -> name.startsWith("alike-"));
    assertThat(group.stack().waitsFor()).isEqualTo("java.util.concurrent.CountDownLatch$Sync");
    assertThat(dump.states().get(Thread.State.WAITING)).isGreaterThanOrEqualTo(7);
    assertThat(dump.threads()).isGreaterThan(7);
    assertThat(ThreadText.dump(dump))
        .contains("\n7  alike  waiting for java.util.concurrent.CountDownLatch$Sync\n    at ");
    assertThat(ThreadText.folded(dump))
        .containsPattern("(?m)^alike;java\\.lang\\.Thread\\.run;.*CountDownLatch\\.await;.* 7$");
  }

  @Test
  void aBlockedThreadIsToldWhoHasTheLock() {
    Object lock = new Object();
    CountDownLatch never = new CountDownLatch(1);
    start(
        "holds",
        Thread.State.WAITING,
        () -> {
          synchronized (lock) {
            never.await();
          }
        });
    start(
        "wants",
        Thread.State.BLOCKED,
        () -> {
          synchronized (lock) {
            never.await();
          }
        });

    ThreadStack blocked = group(ThreadDump.take(), "wants").stack();

    assertThat(blocked.state()).isEqualTo(Thread.State.BLOCKED);
    assertThat(blocked.waitsFor()).isEqualTo("java.lang.Object");
    assertThat(blocked.heldBy()).isEqualTo("holds");
  }

  @Test
  void aDeadlockIsFoundAndSaidFirst() {
    assertThat(ThreadDump.take().deadlocked()).isEmpty();
    Lock left = new ReentrantLock();
    Lock right = new ReentrantLock();
    CyclicBarrier bothHaveOne = new CyclicBarrier(2);
    start("left", () -> lockBoth(left, right, bothHaveOne));
    start("right", () -> lockBoth(right, left, bothHaveOne));

    ThreadDump dump = ThreadDump.take();
    while (dump.deadlocked().isEmpty()) { // until both have come that far
      dump = ThreadDump.take();
    }

    assertThat(dump.deadlocked())
        .extracting(ThreadStack::thread)
        .containsExactlyInAnyOrder("left", "right");
    assertThat(ThreadText.dump(dump))
        .contains("\nDEADLOCK, these wait for each other for ever:\n")
        .contains(
            "\nleft  waiting for java.util.concurrent.locks.ReentrantLock$NonfairSync that right has\n");
  }

  @ParameterizedTest
  @CsvSource({
    "lifeline-pekko.actor.default-dispatcher-12, lifeline-pekko.actor.default-dispatcher",
    "ForkJoinPool.commonPool-worker-1, ForkJoinPool.commonPool-worker",
    "pool-1-thread-2, pool-1-thread",
    "C2 CompilerThread0, C2 CompilerThread",
    "main, main",
    "GC Thread#3, GC Thread",
    "17, ''",
  })
  void aPoolIsWhatNamesHaveInCommon(String thread, String pool) {
    assertThat(ThreadDump.pool(thread)).isEqualTo(pool);
  }

  @Test
  void groupsHaveALimitAndTheLargestAreShown() {
    List<ThreadStack> all =
        new ArrayList<>(
            IntStream.range(0, ThreadDump.MAX_GROUPS + 50)
                .mapToObj(i -> stack("only-one-of-kind" + "x".repeat(i)))
                .toList());
    all.add(stack("z-pool-1"));
    all.add(stack("z-pool-2"));

    ThreadDump dump = ThreadDump.of(all, List.of());

    assertThat(dump.groups()).hasSize(ThreadDump.MAX_GROUPS);
    assertThat(dump.groups().get(0).pool()).isEqualTo("z-pool");
    assertThat(dump.threads()).isEqualTo(ThreadDump.MAX_GROUPS + 52);
  }

  private static ThreadStack stack(String thread) {
    return new ThreadStack(thread, Thread.State.RUNNABLE, "", "", List.of());
  }

  private static void lockBoth(Lock first, Lock second, CyclicBarrier bothHaveOne)
      throws Exception {
    first.lockInterruptibly();
    try {
      bothHaveOne.await();
      second.lockInterruptibly();
      second.unlock();
    } finally {
      first.unlock();
    }
  }

  private static StackGroup group(ThreadDump dump, String pool) {
    return dump.groups().stream()
        .filter(group -> group.pool().equals(pool))
        .findFirst()
        .orElseThrow();
  }

  private void start(String name, Thread.State until, Task task) {
    Thread thread = start(name, task);
    while (thread.getState() != until) {
      Thread.onSpinWait();
    }
  }

  private Thread start(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            name);
    threads.add(thread);
    thread.start();
    return thread;
  }
}
