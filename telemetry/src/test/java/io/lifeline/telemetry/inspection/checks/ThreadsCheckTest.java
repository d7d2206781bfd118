package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.LogSignatures;
import io.lifeline.telemetry.inspection.ProcessState;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trends;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadsCheckTest {
  private final ThreadsCheck check =
      new ThreadsCheck(
          new Trends(
              new ProcessState(), new ResourceLedger(), new LogSignatures(), Clock.systemUTC()));

  @Test
  void threadsThatWaitForEachOtherAreCriticalAndNamed() throws InterruptedException {
    Lock first = new ReentrantLock();
    Lock second = new ReentrantLock();
    CyclicBarrier both = new CyclicBarrier(2);
    Thread one = locking("deadlock-one", first, second, both);
    Thread other = locking("deadlock-other", second, first, both);
    one.start();
    other.start();
    try {
      List<Finding> findings = check.look();
      while (findings.size() == 1) { // until both wait
        Thread.onSpinWait();
        findings = check.look();
      }

      assertThat(findings.get(1).severity()).isEqualTo(Severity.CRITICAL);
      assertThat(findings.get(1).statement()).startsWith("2 threads wait for each other");
      assertThat(findings.get(1).evidence().toString())
          .contains("deadlock-one", "deadlock-other", "ReentrantLock");
    } finally {
      one.interrupt();
      other.interrupt();
      one.join();
      other.join();
    }
    assertThat(check.look()).extracting(Finding::severity).containsExactly(Severity.OK);
  }

  private static Thread locking(String name, Lock first, Lock second, CyclicBarrier both) {
    return new Thread(
        () -> {
          first.lock();
          try {
            both.await();
            second.lockInterruptibly();
            second.unlock();
          } catch (Exception e) {
            // interrupted by the test, which ends it
          } finally {
            first.unlock();
          }
        },
        name);
  }
}
