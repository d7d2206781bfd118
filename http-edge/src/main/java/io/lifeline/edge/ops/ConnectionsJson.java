package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.timeline.Course;
import io.lifeline.telemetry.timeline.Moment;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import java.util.List;

/** Stories of connections as JSON. */
final class ConnectionsJson {
  private ConnectionsJson() {}

  /**
   * What a list has of each.
   *
   * @param children names of its living child actors
   */
  static ObjectNode brief(Story story, List<String> children) {
    Course course = story.course();
    List<Duration> roundTrips = course.roundTrips();
    ObjectNode json =
        ApiJson.object()
            .put("id", story.who().connection())
            .put("state", story.state())
            .put("user", story.who().user())
            .put("remote_address", story.who().remoteAddress())
            .put("dialect", story.who().dialect())
            .put("opened", story.opened().toString())
            .put("age_ms", story.age().toMillis())
            .put("round_trip_ms", roundTrips.isEmpty() ? 0 : milliseconds(roundTrips.get(0)))
            .put("missed_beats", course.missedInARow())
            .put("queued_bytes", course.queue().bytes());
    var channels = json.putArray("channels");
    story.traffic().channels().forEach(channels::add);
    var names = json.putArray("children");
    children.forEach(names::add);
    Story.End end = story.end();
    return end == null ? json : json.put("reason", end.reason());
  }

  /** All of one. */
  static ObjectNode whole(Story story, List<String> children) {
    ObjectNode json = brief(story, children);
    Course course = story.course();
    json.put("received", story.traffic().received()).put("delivered", story.traffic().delivered());
    ObjectNode beats = json.putObject("beats").put("answered", course.answered());
    course.lastAnswerAfter().ifPresent(after -> beats.put("last_at_ms", after.toMillis()));
    var roundTrips = beats.putArray("round_trips_ms");
    course.roundTrips().forEach(time -> roundTrips.add(milliseconds(time)));
    Course.Queue queue = course.queue();
    json.putObject("queue")
        .put("bytes", queue.bytes())
        .put("frames", queue.frames())
        .put("most_bytes", queue.mostBytes())
        .put("most_frames", queue.mostFrames());
    var timeline = json.putArray("timeline");
    course.moments().forEach(moment -> timeline.add(step(moment)));
    Story.End end = story.end();
    if (end != null) {
      timeline.add(
          step("ended", story.age()).put("reason", end.reason()).put("trouble", end.trouble()));
      Duration reclaimed = end.reclaimedAfter();
      if (reclaimed != null) {
        timeline.add(step("reclaimed", story.age().plus(reclaimed)));
      }
    }
    return json;
  }

  private static ObjectNode step(Moment moment) {
    ObjectNode json = step(moment.what().label().replace(' ', '_'), moment.after());
    return moment.count() == 0 ? json : json.put("count", moment.count());
  }

  private static ObjectNode step(String what, Duration after) {
    return ApiJson.object().put("at_ms", milliseconds(after)).put("what", what);
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }
}
