package io.lifeline.edge.ops;

import io.lifeline.connection.CloseReason;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which connections a list is to have.
 *
 * @param state of those that live, {@code all}, or {@code websocket}: active or closing
 * @param reason of the end, or null for any
 * @param user exactly, or null for any
 * @param skip so many of them before the first shown
 * @param limit shown at most
 */
record ConnectionsQuery(
    Which which,
    String state,
    @Nullable String reason,
    @Nullable String user,
    Order order,
    long skip,
    int limit) {
  static final Set<String> KEYS =
      Set.of("which", "state", "reason", "user", "sort", "page", "limit", "format");

  private static final int USUAL_LIMIT = 100;
  private static final int MOST_PAGES = 100_000;
  private static final List<String> STATES =
      List.of("websocket", "opening", "http", "active", "closing", "all");

  /** Of which stories. */
  enum Which {
    LIVE,
    ENDED,
    TROUBLED
  }

  /** Those first that have most of it. */
  enum Order {
    AGE,
    ROUND_TRIP,
    MISSED,
    QUEUE;

    Comparator<Story> mostFirst() {
      Comparator<Story> leastFirst =
          switch (this) {
            case AGE -> Comparator.comparing(Story::age);
            case ROUND_TRIP -> Comparator.comparing(Order::roundTrip);
            case MISSED -> Comparator.comparing(story -> story.course().missedInARow());
            case QUEUE -> Comparator.comparing(story -> story.course().queue().bytes());
          };
      return leastFirst.reversed();
    }

    private static Duration roundTrip(Story story) {
      return story.course().roundTrips().stream().findFirst().orElse(Duration.ZERO);
    }
  }

  /**
   * @param most connections in one answer
   * @throws OpsQuery.Wrong if it makes no sense
   */
  static ConnectionsQuery of(OpsQuery query, int most) {
    Which which = choice(query, "which", Which.values());
    String state = query.oneOf("state", STATES);
    if (which != Which.LIVE && query.text("state") != null) {
      throw new OpsQuery.Wrong("state", state, "only with which=live");
    }
    String reason = query.text("reason");
    if (reason != null) {
      if (which == Which.LIVE) {
        throw new OpsQuery.Wrong("reason", reason, "only with which=ended or which=troubled");
      }
      query.oneOf("reason", Stream.of(CloseReason.values()).map(CloseReason::label).toList());
    }
    Order order = choice(query, "sort", Order.values());
    if (which != Which.LIVE && query.text("sort") != null) {
      throw new OpsQuery.Wrong(
          "sort", order.name().toLowerCase(Locale.ROOT), "only with which=live");
    }
    int limit = query.number("limit", 0, most, Math.min(most, USUAL_LIMIT));
    long skip = (long) query.number("page", 0, MOST_PAGES, 0) * limit;
    return new ConnectionsQuery(which, state, reason, query.text("user"), order, skip, limit);
  }

  private static <E extends Enum<E>> E choice(OpsQuery query, String key, E[] values) {
    List<String> names =
        Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    return values[names.indexOf(query.oneOf(key, names))];
  }

  boolean matches(Story story) {
    Story.End end = story.end();
    boolean isUsers = user == null || user.equals(story.who().user());
    boolean endedSo = reason == null || (end != null && reason.equals(end.reason()));
    return isUsers && endedSo && (which != Which.LIVE || isInState(story));
  }

  private boolean isInState(Story story) {
    return switch (state) {
      case "all" -> true;
      case "websocket" -> story.state().equals("active") || story.state().equals("closing");
      default -> story.state().equals(state);
    };
  }
}
