package io.lifeline.telemetry.timeline;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stories of connections of this node that ended lately: of those in trouble, and of the
 * others, so many each. One more, and the oldest of its kind is forgotten. Thread-safe.
 *
 * <p>They are kept apart so that a day of ordinary ends, or a flood of handshakes, does not hide
 * what went wrong.
 */
public final class Stories {
  private final StoriesSettings settings;
  private final Clock clock;
  private final Map<String, Story> troubled;
  private final Map<String, Story> ordinary;

  /**
   * @param clock says when what a connection had was back
   */
  public Stories(StoriesSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.troubled = bounded(settings.troubled());
    this.ordinary = bounded(settings.ended());
  }

  public StoriesSettings settings() {
    return settings;
  }

  /**
   * A connection has ended.
   *
   * @param story with its {@link Story.End}
   */
  public synchronized void ended(Story story) {
    if (story.end() == null) {
      throw new IllegalArgumentException(story.who().connection() + " has not ended");
    }
    (story.isTroubled() ? troubled : ordinary).put(story.who().connection(), story);
  }

  /** All that a connection had is back. One that is not kept is ignored. */
  public synchronized void reclaimed(String connection) {
    troubled.computeIfPresent(connection, (id, story) -> story.reclaimed(clock.instant()));
    ordinary.computeIfPresent(connection, (id, story) -> story.reclaimed(clock.instant()));
  }

  public synchronized Optional<Story> find(String connection) {
    Story found = troubled.get(connection);
    return Optional.ofNullable(found == null ? ordinary.get(connection) : found);
  }

  /** Those that ended in trouble, the latest first. */
  public synchronized List<Story> troubled() {
    return latestFirst(troubled);
  }

  /** Those that ended in another way, the latest first. */
  public synchronized List<Story> ordinary() {
    return latestFirst(ordinary);
  }

  private static List<Story> latestFirst(Map<String, Story> stories) {
    List<Story> all = new ArrayList<>(stories.values());
    Collections.reverse(all);
    return all;
  }

  private static Map<String, Story> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Story> eldest) {
        return size() > most;
      }
    };
  }
}
