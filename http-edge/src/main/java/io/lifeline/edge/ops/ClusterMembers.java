package io.lifeline.edge.ops;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * The members of the cluster as this node sees them, and which came and went in the last hour. The
 * state is read, no actor is asked. Thread-safe.
 */
final class ClusterMembers {
  private static final int CHANGES = 32;
  private static final Duration LATELY = Duration.ofHours(1);
  private static final String UP = MemberStatus.up().toString();

  /**
   * One member.
   *
   * @param uid differs after its restart
   * @param reachable from this node
   */
  record Seen(String address, long uid, String status, boolean reachable) {
    /** All of them, in the order of their addresses. */
    static List<Seen> in(ClusterEvent.CurrentClusterState state) {
      Set<Member> lost = state.getUnreachable();
      return StreamSupport.stream(state.getMembers().spliterator(), false)
          .map(member -> of(member, !lost.contains(member)))
          .sorted(Comparator.comparing(Seen::address))
          .toList();
    }

    private static Seen of(Member member, boolean reachable) {
      return new Seen(
          member.address().hostPort(),
          member.uniqueAddress().longUid(),
          member.status().toString(),
          reachable);
    }
  }

  private record Change(Instant at, String member, String what) {}

  private final Supplier<List<Seen>> members;
  private final Clock clock;
  private final Map<Long, String> known = new HashMap<>();
  private final Deque<Change> newestFirst = new ArrayDeque<>();

  /**
   * @param members those that there are now
   */
  ClusterMembers(Supplier<List<Seen>> members, Clock clock) {
    this.members = members;
    this.clock = clock;
  }

  /** Looks who has come and gone since the last time; to be called every some seconds. */
  synchronized void sample() {
    Instant now = clock.instant();
    Map<Long, String> there =
        members.get().stream().collect(Collectors.toMap(Seen::uid, Seen::address));
    known.forEach((uid, address) -> changed(there.containsKey(uid), now, address, "went"));
    there.forEach((uid, address) -> changed(known.containsKey(uid), now, address, "came"));
    known.clear();
    known.putAll(there);
  }

  private void changed(boolean asBefore, Instant at, String member, String what) {
    if (!asBefore) {
      newestFirst.addFirst(new Change(at, member, what));
      if (newestFirst.size() > CHANGES) {
        newestFirst.removeLast();
      }
    }
  }

  synchronized List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(reachability(members.get()));
    if (!newestFirst.isEmpty()) {
      findings.add(changes());
    }
    return findings;
  }

  private static Finding reachability(List<Seen> all) {
    List<String> lost =
        all.stream().filter(member -> !member.reachable()).map(Seen::address).toList();
    Evidence table =
        new Evidence.Table(
            "Members",
            List.of("address", "status", "reachable"),
            all.stream().map(ClusterMembers::row).toList());
    if (lost.isEmpty()) {
      boolean allUp = all.stream().allMatch(member -> member.status().equals(UP));
      return Finding.of(
              allUp ? Severity.OK : Severity.NOTE,
              all.size() == 1
                  ? "The cluster has 1 member, this node%s."
                      .formatted(allUp ? "" : ", which comes or leaves")
                  : "The cluster has %d members, and all of them can be reached%s."
                      .formatted(all.size(), allUp ? "" : "; some come or leave"))
          .with(table);
    }
    return Finding.of(
            Severity.WARNING,
            "%d of %d members cannot be reached: %s."
                .formatted(lost.size(), all.size(), String.join(", ", lost)))
        .with(table)
        .next(
            "See whether the process of each runs, and its log.",
            "Try the cluster's port in both directions between the nodes.")
        .see("LifelineMemberUnreachable");
  }

  private static List<String> row(Seen member) {
    return List.of(member.address(), member.status(), member.reachable() ? "yes" : "no");
  }

  private Finding changes() {
    Instant since = clock.instant().minus(LATELY);
    long lately = newestFirst.stream().filter(change -> change.at().isAfter(since)).count();
    return Finding.of(
            lately == 0 ? Severity.OK : Severity.NOTE,
            lately == 1
                ? "A member came or went once in the last hour."
                : "Members came or went %d times in the last hour.".formatted(lately))
        .with(
            new Evidence.Table(
                "Members that came and went since this node runs, the latest first",
                List.of("seen at", "member", "it"),
                newestFirst.stream()
                    .map(change -> List.of(change.at().toString(), change.member(), change.what()))
                    .toList()));
  }
}
