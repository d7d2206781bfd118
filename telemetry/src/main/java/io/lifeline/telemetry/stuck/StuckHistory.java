package io.lifeline.telemetry.stuck;

import io.lifeline.telemetry.actortree.BusyActor;
import io.lifeline.telemetry.actortree.WorkStacks;
import io.lifeline.telemetry.stuck.StuckActor.Trouble;
import io.lifeline.telemetry.threads.ThreadStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What the last looks saw of the actors that work or have long mailboxes; an actor that is neither
 * is forgotten. Not thread-safe.
 */
final class StuckHistory {
  /**
   * @param since the first look that saw it at the same work
   * @param sizes of its mailbox at the last looks, all of them long
   */
  private record Track(BusyActor seen, long since, List<Integer> sizes) {
    Track {
      sizes = List.copyOf(sizes);
    }
  }

  private static final Comparator<StuckActor> LONGEST =
      Comparator.comparing(StuckActor::atItFor).reversed();

  private final StuckSettings settings;
  private Map<ActorRef, Track> tracks = new HashMap<>();
  private long now;

  StuckHistory(StuckSettings settings) {
    this.settings = settings;
  }

  /**
   * Adds a look.
   *
   * @param nanoTime of that look
   */
  void add(List<BusyActor> busy, long nanoTime) {
    now = nanoTime;
    Map<ActorRef, Track> next = new HashMap<>();
    for (BusyActor actor : busy) {
      next.put(actor.ref(), track(tracks.get(actor.ref()), actor));
    }
    tracks = next;
  }

  private Track track(@Nullable Track before, BusyActor seen) {
    List<Integer> sizes = new ArrayList<>(before == null ? List.of() : before.sizes());
    sizes.add(seen.mailboxSize());
    if (seen.mailboxSize() < settings.mailbox()) {
      sizes.clear();
    } else if (sizes.size() > settings.growing() + 1) {
      sizes.remove(0);
    }
    long since = before != null && before.seen().isSameWork(seen) ? before.since() : now;
    return new Track(seen, since, sizes);
  }

  /** Those that were stuck at the last look and still are, first those that are for longest. */
  List<StuckActor> stuck() {
    return tracks.values().stream()
        .map(track -> tooLongAtWork(track).or(() -> growing(track)))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(StuckActor::trouble).thenComparing(LONGEST))
        .toList();
  }

  private Optional<StuckActor> tooLongAtWork(Track track) {
    Duration atItFor = Duration.ofNanos(now - track.since());
    return atItFor.compareTo(settings.messageLimit()) < 0
        ? Optional.empty()
        : track
            .seen()
            .stacks()
            .map(
                work ->
                    actor(track, Trouble.IN_WORK, track.seen().doing(), atItFor, work.stacks()));
  }

  /** With where it happens to be now, if that can be told. */
  private Optional<StuckActor> growing(Track track) {
    if (!isGrowing(track)) {
      return Optional.empty();
    }
    Optional<BusyActor> again = track.seen().again();
    List<ThreadStack> stacks =
        again
            .flatMap(BusyActor::stacks)
            .filter(WorkStacks::certain)
            .map(WorkStacks::stacks)
            .orElse(List.of());
    String doing = stacks.isEmpty() ? "" : again.map(BusyActor::doing).orElse("");
    return Optional.of(actor(track, Trouble.GROWING_MAILBOX, doing, Duration.ZERO, stacks));
  }

  private static StuckActor actor(
      Track track, Trouble trouble, String doing, Duration atItFor, List<ThreadStack> stacks) {
    BusyActor seen = track.seen();
    return new StuckActor(
        new StuckActor.Who(seen.path(), seen.role(), seen.behavior()),
        trouble,
        doing,
        atItFor,
        track.sizes(),
        stacks);
  }

  private boolean isGrowing(Track track) {
    List<Integer> sizes = track.sizes();
    if (sizes.size() <= settings.growing()) {
      return false;
    }
    for (int i = 1; i < sizes.size(); i++) {
      if (sizes.get(i) <= sizes.get(i - 1)) {
        return false;
      }
    }
    return track.seen().mailboxSizeNow() >= track.seen().mailboxSize();
  }
}
