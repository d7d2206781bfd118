package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.ResourceLedger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the leak watch makes of one sample a second. Time is the number of samples, no clock is
 * asked. Not thread-safe.
 */
final class LeakSamples {
  private final List<GroupHistory> histories =
      Stream.of(ResourceGroup.values()).map(GroupHistory::new).toList();
  private final Map<ResourceGroup, LeftoverSearch> searches = new EnumMap<>(ResourceGroup.class);
  private final ResourceLedger ledger;
  private final GrowthWatch growth;

  LeakSamples(ResourceLedger ledger, Footprint footprint) {
    this.ledger = ledger;
    this.growth = new GrowthWatch(ledger, footprint);
  }

  /**
   * Takes one.
   *
   * @param look is told the groups whose leftovers are to be looked for; {@link #found} takes the
   *     answer
   */
  LeakWatch.Report take(Consumer<? super ResourceGroup> look) {
    List<GroupReport> groups = new ArrayList<>();
    for (GroupHistory history : histories) {
      LeftoverSearch search = searchOf(history.group());
      GroupReport group = history.sample(ledger, search.known());
      if (search.isDue(history.differs())) {
        look.accept(group.group());
      }
      groups.add(group);
    }
    return new LeakWatch.Report(groups, growth.sample());
  }

  /** Names of what one group may have left over. */
  void found(ResourceGroup group, Set<String> names) {
    searchOf(group).found(names);
  }

  private LeftoverSearch searchOf(ResourceGroup group) {
    return searches.computeIfAbsent(group, any -> new LeftoverSearch());
  }
}
