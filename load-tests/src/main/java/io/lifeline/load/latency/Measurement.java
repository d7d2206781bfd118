package io.lifeline.load.latency;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Plays one closed or open loop after the other over the same connections. Not thread-safe. */
final class Measurement {
  /** For so long what is still on its way is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Enough to keep a server busy, too little to fill a socket's buffer. */
  private static final int OUTSTANDING = 4;

  private static final long GLANCE_NANOS = 5_000_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ClientLoop loop;
  private final int subscribers;
  private long sent;
  private long delivered;

  Measurement(ClientLoop loop, int subscribers) {
    this.loop = loop;
    this.subscribers = subscribers;
  }

  /**
   * What came of one open loop, of the measured part alone.
   *
   * @param latency nanoseconds from when a message was due until a subscriber had read it
   * @param sendLate nanoseconds from when a message was due until it was sent
   * @param generatorCpu share of a core
   */
  record Observed(
      long sent, long delivered, Histogram latency, Histogram sendLate, double generatorCpu) {}

  /**
   * Sends as fast as the server delivers.
   *
   * @return deliveries a second
   * @throws MeasurementFailed if the server delivers nothing
   */
  double saturate(Duration time) {
    long begin = loop.now();
    long end = begin + time.toNanos();
    count(begin, Percentiles.histogram());
    while (loop.now() < end) {
      while (sent * subscribers - delivered < (long) OUTSTANDING * subscribers
          && loop.publish(loop.now())) {
        sent++;
      }
      loop.poll(Math.min(end, loop.now() + GLANCE_NANOS));
    }
    double rate = delivered * NANOS_PER_SECOND / (loop.now() - begin);
    if (delivered == 0) {
      throw new MeasurementFailed("nothing was delivered: are paths, prefix and suffix right?");
    }
    awaitRest();
    return rate;
  }

  /** Sends by the clock: first for {@code warmUp}, then measured for {@code time}. */
  Observed atRate(double messagesPerSecond, Duration warmUp, Duration time) {
    if (!warmUp.isZero()) {
      send(messagesPerSecond, warmUp, Percentiles.histogram(), Percentiles.histogram());
    }
    Histogram latency = Percentiles.histogram();
    Histogram sendLate = Percentiles.histogram();
    long wallBefore = loop.now();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    send(messagesPerSecond, time, latency, sendLate);
    double cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
    return new Observed(sent, delivered, latency, sendLate, cpu / (loop.now() - wallBefore));
  }

  private void send(double rate, Duration time, Histogram latency, Histogram sendLate) {
    Schedule schedule = new Schedule(loop.now() + GLANCE_NANOS, rate);
    long messages = schedule.messagesWithin(time);
    long deadline = schedule.firstNanos() + time.plus(PATIENCE).toNanos();
    count(schedule.firstNanos(), latency);
    loop.beforeEachRead(() -> sendDue(schedule, messages, sendLate));
    while (sent < messages && loop.now() < deadline) {
      sendDue(schedule, messages, sendLate);
      loop.poll(sent < messages ? schedule.dueNanos(sent) : loop.now());
    }
    loop.beforeEachRead(() -> {});
    awaitRest();
  }

  /** One message at most: reading has to go on as well. */
  private void sendDue(Schedule schedule, long messages, Histogram sendLate) {
    if (sent < messages) {
      long due = schedule.dueNanos(sent);
      long late = loop.now() - due;
      if (late >= 0 && loop.publish(due)) {
        Percentiles.record(sendLate, late);
        sent++;
      }
    }
  }

  /** From now on counts what was due since {@code begin}; latecomers of before stay out. */
  private void count(long begin, Histogram latency) {
    sent = 0;
    delivered = 0;
    loop.tell(
        (due, now) -> {
          if (due >= begin) {
            delivered++;
            Percentiles.record(latency, now - due);
          }
        });
  }

  private void awaitRest() {
    long deadline = loop.now() + PATIENCE.toNanos();
    while (delivered < sent * subscribers && loop.now() < deadline) {
      loop.poll(Math.min(deadline, loop.now() + GLANCE_NANOS));
    }
  }
}
