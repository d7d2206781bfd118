package io.lifeline.telemetry.inspection;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The last hour of a node in a few figures, so that a report shows how it came to what it is: the
 * last {@value #MAX} samples. Thread-safe.
 */
public final class Trends {
  /** How often {@link #sample} is to be called. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  static final int MAX = 360;

  /**
   * One moment.
   *
   * @param heap bytes in use after the last collections
   * @param collectionMillis stopped by collections, since the start
   * @param cpuNanos of CPU, since the start
   * @param errors logged, since the start
   */
  public record Sample(
      Instant at,
      long heap,
      long collectionMillis,
      long cpuNanos,
      long descriptors,
      long sockets,
      long websockets,
      long threads,
      long errors) {}

  private final ProcessState process;
  private final ResourceLedger ledger;
  private final LogSignatures log;
  private final Clock clock;
  private final Deque<Sample> oldestFirst = new ArrayDeque<>();

  public Trends(ProcessState process, ResourceLedger ledger, LogSignatures log, Clock clock) {
    this.process = process;
    this.ledger = ledger;
    this.log = log;
    this.clock = clock;
  }

  /** Keeps how it is now. */
  public void sample() {
    Sample now =
        new Sample(
            clock.instant(),
            process.heapAfterCollection(),
            process.collectionMillis(),
            process.cpuNanos(),
            process.descriptors(),
            ledger.held(Resource.SOCKETS),
            ledger.held(Resource.WEBSOCKETS),
            process.threads(),
            log.errors());
    synchronized (oldestFirst) {
      oldestFirst.addLast(now);
      if (oldestFirst.size() > MAX) {
        oldestFirst.removeFirst();
      }
    }
  }

  /** The oldest first. */
  public List<Sample> samples() {
    synchronized (oldestFirst) {
      return List.copyOf(oldestFirst);
    }
  }

  /** How a figure has been. */
  public Evidence.Plot plot(String title, String unit, ToDoubleFunction<Sample> figure) {
    List<Sample> samples = samples();
    return new Evidence.Plot(
        title,
        unit,
        samples.stream().map(sample -> sample.at().getEpochSecond()).toList(),
        List.of(
            new Evidence.Line(
                unit, samples.stream().map(sample -> figure.applyAsDouble(sample)).toList())));
  }

  /** How much a figure that only grows has grown in each second, from one sample to the next. */
  public Evidence.Plot rate(String title, String unit, ToDoubleFunction<Sample> figure) {
    List<Sample> samples = samples();
    List<Long> seconds = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    IntStream.range(1, samples.size())
        .forEach(
            i -> {
              Sample before = samples.get(i - 1);
              Sample now = samples.get(i);
              double passed = Duration.between(before.at(), now.at()).toMillis() / 1e3;
              if (passed > 0) {
                seconds.add(now.at().getEpochSecond());
                rates.add((figure.applyAsDouble(now) - figure.applyAsDouble(before)) / passed);
              }
            });
    return new Evidence.Plot(title, unit, seconds, List.of(new Evidence.Line(unit, rates)));
  }

  /**
   * The same over the latest part of it, as one number; 0 before there are two samples.
   *
   * @param within at most so old
   */
  public double latestRate(Duration within, ToDoubleFunction<Sample> figure) {
    List<Sample> samples = samples();
    if (samples.size() < 2) {
      return 0;
    }
    Sample last = samples.get(samples.size() - 1);
    Sample first =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(last.at().minus(within)))
            .findFirst()
            .orElse(last);
    double passed = Duration.between(first.at(), last.at()).toMillis() / 1e3;
    return passed <= 0 ? 0 : (figure.applyAsDouble(last) - figure.applyAsDouble(first)) / passed;
  }
}
