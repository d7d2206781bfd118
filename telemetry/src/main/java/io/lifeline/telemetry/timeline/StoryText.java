package io.lifeline.telemetry.timeline;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Stories as text for a terminal, each line ended. What a peer or a token chose, such as the name
 * of a user, is shown without what a terminal would obey.
 */
public final class StoryText {
  private StoryText() {}

  /**
   * One line for each under a line of headings, and one that says how many there are if some are
   * not shown.
   *
   * @param total of which {@code stories} are some
   */
  public static String list(List<Story> stories, int total) {
    StringBuilder text = new StringBuilder();
    row(text, "connection", "state", "age", "round trip", "missed", "queue", "user", "from");
    for (Story story : stories) {
      row(
          text,
          story.who().connection(),
          ending(story),
          span(story.age()),
          story.course().roundTrips().stream().findFirst().map(StoryText::span).orElse("-"),
          story.course().missedInARow(),
          story.course().queue().bytes(),
          printable(story.who().user()),
          story.who().remoteAddress());
    }
    if (total > stories.size()) {
      text.append("  (").append(stories.size()).append(" of ").append(total).append(" shown)\n");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-14s %-18s %10s %10s %6s %8s  %-20s %s\n", cells));
  }

  private static String ending(Story story) {
    Story.End end = story.end();
    return end == null ? story.state() : end.reason();
  }

  /** The whole of one, step by step. */
  public static String whole(Story story) {
    StringBuilder text = new StringBuilder();
    Story.Who who = story.who();
    line(text, "connection", who.connection());
    line(text, "user", who.user().isEmpty() ? "none yet" : printable(who.user()));
    line(text, "from", who.remoteAddress());
    if (!who.dialect().isEmpty()) {
      line(text, "dialect", who.dialect());
    }
    String until = story.end() == null ? "now" : "its end";
    line(text, "opened", "%s, %s before %s".formatted(story.opened(), span(story.age()), until));
    story.course().moments().forEach(moment -> step(text, moment.after(), said(moment)));
    end(text, story);
    course(text, story.course());
    Story.Traffic traffic = story.traffic();
    line(
        text,
        "messages",
        "received %d, delivered %d".formatted(traffic.received(), traffic.delivered()));
    String channels =
        traffic.channels().stream().map(StoryText::printable).collect(Collectors.joining(", "));
    line(text, "channels", channels.isEmpty() ? "none" : channels);
    return text.toString();
  }

  private static void end(StringBuilder text, Story story) {
    Story.End end = story.end();
    if (end == null) {
      return;
    }
    step(text, story.age(), "ended: " + end.reason());
    Duration reclaimed = end.reclaimedAfter();
    if (reclaimed == null) {
      text.append("               not reclaimed yet\n");
    } else {
      step(text, story.age().plus(reclaimed), "reclaimed");
    }
  }

  private static void course(StringBuilder text, Course course) {
    String last =
        course
            .lastAnswerAfter()
            .map(after -> ", the last at +%.1f s".formatted(after.toMillis() / 1e3))
            .orElse("");
    line(
        text,
        "beats",
        "%d answered%s; %d missed in a row"
            .formatted(course.answered(), last, course.missedInARow()));
    String roundTrips =
        course.roundTrips().stream().map(StoryText::span).collect(Collectors.joining(", "));
    line(text, "round trips", roundTrips.isEmpty() ? "none" : roundTrips + " (the latest first)");
    Course.Queue queue = course.queue();
    line(
        text,
        "queue",
        "%d bytes in %d frames; at most %d bytes, %d frames"
            .formatted(queue.bytes(), queue.frames(), queue.mostBytes(), queue.mostFrames()));
  }

  private static String said(Moment moment) {
    return switch (moment.what()) {
      case MISSED_BEAT -> "missed beat %d".formatted(moment.count());
      case LEFT_OUT -> "(%d moments up to here left out)".formatted(moment.count());
      default -> moment.what().label();
    };
  }

  private static void step(StringBuilder text, Duration after, String what) {
    text.append(String.format(Locale.ROOT, "  %+11.4f s  %s\n", after.toNanos() / 1e9, what));
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%-12s %s\n", name, value));
  }

  /** As people say it: in milliseconds, seconds or minutes. */
  public static String span(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return seconds < 1
        ? String.format(Locale.ROOT, "%.3f ms", seconds * 1e3)
        : seconds < 600
            ? String.format(Locale.ROOT, "%.1f s", seconds)
            : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  /** With a question mark for each character that is none to be seen. */
  public static String printable(String chosenByOthers) {
    return chosenByOthers.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
