package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.GroupChange;
import io.lifeline.telemetry.actortree.GroupDifference;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.actortree.PatternGroup;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what grows without the connections growing, over two windows: one of {@value #SHORT} s
 * for each of its buckets, which is 12 minutes, and one of {@value #LONG} s, which is two hours.
 * What it keeps is of a fixed size. Not thread-safe.
 */
final class GrowthWatch {
  static final int SHORT = 30;
  static final int LONG = 300;

  private static final long MIB = 1 << 20;
  private static final String CHANNELS = "/system/sharding";
  private static final int SHOWN = 3;

  private record Windows(GrowthTrend brief, GrowthTrend extended) {}

  private final ResourceLedger ledger;
  private final Footprint footprint;
  private final Map<Growth, Windows> windows = new EnumMap<>(Growth.class);
  private final Map<Growth, GrowthReport> reports = new EnumMap<>(Growth.class);
  private int samples;
  private long heapBefore;
  private @Nullable GroupSnapshot actors;
  private @Nullable GroupSnapshot halfAWindowAgo;
  private @Nullable GroupSnapshot aWindowAgo;

  GrowthWatch(ResourceLedger ledger, Footprint footprint) {
    this.ledger = ledger;
    this.footprint = footprint;
    for (Growth growth : Growth.values()) {
      windows.put(growth, new Windows(new GrowthTrend(SHORT), new GrowthTrend(LONG)));
      reports.put(growth, GrowthReport.none(growth));
    }
  }

  /** Takes one sample, a second after the one before. */
  List<GrowthReport> sample() {
    long sockets = ledger.held(Resource.SOCKETS);
    long heap = footprint.heapAfterCollections();
    if (heap != heapBefore) { // a collection has been
      heapBefore = heap;
      observe(Growth.HEAP, sockets, heap / MIB);
    }
    if (samples % SHORT == 0) {
      countDescriptors(sockets);
      countActors(sockets);
    }
    samples++;
    windows.forEach(this::tick);
    return List.copyOf(reports.values());
  }

  /** Where there are as many as connections this takes longer than all else here. */
  private void countDescriptors(long sockets) {
    long descriptors = footprint.descriptors();
    if (descriptors > 0) {
      observe(Growth.DESCRIPTORS, sockets, descriptors);
    }
  }

  private void countActors(long sockets) {
    GroupSnapshot now = footprint.actors();
    if (samples % (SHORT * GrowthTrend.BUCKETS / 2) == 0) {
      aWindowAgo = halfAWindowAgo;
      halfAWindowAgo = now;
    }
    actors = now;
    observe(
        Growth.ACTORS,
        sockets,
        now.groups().stream()
            .filter(group -> !group.pattern().startsWith(CHANNELS))
            .mapToLong(PatternGroup::actors)
            .sum());
  }

  private void observe(Growth growth, long sockets, long held) {
    Windows both = windows.get(growth);
    if (both != null) {
      both.brief().observe((double) sockets, (double) held);
      both.extended().observe((double) sockets, (double) held);
    }
    reports.computeIfPresent(
        growth,
        (same, last) ->
            new GrowthReport(
                growth,
                held,
                last.perConnection(),
                last.suspects(),
                last.within(),
                last.examples()));
  }

  private void tick(Growth growth, Windows both) {
    boolean ended = both.brief().tick();
    ended |= both.extended().tick();
    if (ended) {
      double least = least(growth);
      GrowthTrend.Verdict brief = both.brief().judge(least);
      GrowthTrend.Verdict extended = both.extended().judge(least);
      GrowthTrend.Verdict told = extended.grown() > brief.grown() ? extended : brief;
      long suspects = Math.round(told.grown());
      Duration within = LeakWatch.INTERVAL.multipliedBy(suspects == 0 ? 0 : told.ticks());
      reports.computeIfPresent(
          growth,
          (same, last) ->
              new GrowthReport(
                  growth,
                  last.held(),
                  told.perConnection(),
                  suspects,
                  within,
                  examples(growth, suspects)));
    }
  }

  /** Less is lost among what a node opens for itself, and what its channels keep. */
  private double least(Growth growth) {
    return switch (growth) {
      case DESCRIPTORS -> 20;
      case ACTORS -> 50;
      case HEAP -> 0.1 * footprint.heapLimit() / MIB;
    };
  }

  private List<String> examples(Growth growth, long suspects) {
    GroupSnapshot before = aWindowAgo == null ? halfAWindowAgo : aWindowAgo;
    GroupSnapshot now = actors;
    if (growth != Growth.ACTORS || suspects == 0 || before == null || now == null) {
      return List.of();
    }
    return GroupDifference.between(before, now).changes().stream()
        .filter(change -> change.actorsGrown() > 0 && !change.pattern().startsWith(CHANNELS))
        .flatMap(GrowthWatch::paths)
        .limit(SHOWN)
        .toList();
  }

  private static Stream<String> paths(GroupChange change) {
    return change.examples().stream().limit(1);
  }
}
