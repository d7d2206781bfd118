package io.lifeline.telemetry.kamon;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import kamon.metric.Counter;
import kamon.metric.DynamicRange;
import kamon.metric.Gauge;
import kamon.metric.Histogram;

/** One time series of one metric. Thread-safe, allocates nothing after it was made. */
sealed interface Cell {
  /** Whether this kind of metric can be added to. */
  boolean add(long amount);

  /** Whether this kind of metric can be set. */
  boolean set(long value);

  /** Whether this kind of metric takes durations, and so many of one at once. */
  boolean record(long nanoseconds, long times);

  record CounterCell(Counter counter) implements Cell {
    @Override
    public boolean add(long amount) {
      if (amount < 0) {
        return false;
      }
      counter.increment(amount);
      return true;
    }

    @Override
    public boolean set(long value) {
      return false;
    }

    @Override
    public boolean record(long nanoseconds, long times) {
      return false;
    }
  }

  /**
   * Keeps the value itself: Kamon's gauge forgets a decrement that would take it below zero, which
   * happens when the two sides of a change are counted by different threads, and is wrong from then
   * on. Kamon reads this value several times within a tick.
   */
  record GaugeCell(AtomicLong value) implements Cell {
    static GaugeCell feeding(Gauge gauge, Duration refresh) {
      AtomicLong value = new AtomicLong();
      Consumer<Gauge> feed = target -> target.update((double) Math.max(0, value.get()));
      gauge.autoUpdate(feed, refresh);
      return new GaugeCell(value);
    }

    @Override
    public boolean add(long amount) {
      value.addAndGet(amount);
      return true;
    }

    @Override
    public boolean set(long newValue) {
      value.set(newValue);
      return true;
    }

    @Override
    public boolean record(long nanoseconds, long times) {
      return false;
    }
  }

  /** In nanoseconds. Kamon's own timer takes one at a time only. */
  record TimerCell(Histogram durations) implements Cell {
    /** Kamon logs each value beyond it: a clock that is wrong by years must not fill the log. */
    private static final long LONGEST = Duration.ofDays(30).toNanos();

    static final DynamicRange RANGE = new DynamicRange(1_000, LONGEST, 2);

    @Override
    public boolean add(long amount) {
      return false;
    }

    @Override
    public boolean set(long value) {
      return false;
    }

    @Override
    public boolean record(long nanoseconds, long times) {
      if (times < 1) {
        return false;
      }
      durations.record(Math.min(Math.max(0, nanoseconds), LONGEST), times);
      return true;
    }
  }

  /** Stands where a metric has a tag but none was given, or the other way round. */
  enum Misused implements Cell {
    INSTANCE;

    @Override
    public boolean add(long amount) {
      return false;
    }

    @Override
    public boolean set(long value) {
      return false;
    }

    @Override
    public boolean record(long nanoseconds, long times) {
      return false;
    }
  }
}
