package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.supervision.connections.LiveConnections;
import io.lifeline.supervision.connections.LiveConnections.Live;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.LivingBehaviors;
import io.lifeline.telemetry.leak.LeakWatch;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.timeline.Story;
import io.lifeline.telemetry.timeline.StoryText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The answers of {@code /ops/connections} and below it: what lives on this node and what ended
 * lately. No actor is sent a message; each answer is made on the caller's thread. A question that
 * is wrong is a {@link OpsQuery.Wrong}. Thread-safe.
 */
final class ConnectionsReport {
  private static final String LEAK_WATCH = "/user/ops/leak-watch";

  private final ActorSystem<?> system;
  private final LiveConnections living;
  private final Stories stories;
  private final ResourceLedger ledger;
  private final String node;
  private final int most;

  /**
   * @param node the node's name, with which the ids of its connections begin
   * @param most connections in one answer
   */
  ConnectionsReport(
      ActorSystem<?> system, Stories stories, ResourceLedger ledger, String node, int most) {
    this.system = system;
    this.living = new LiveConnections(system);
    this.stories = stories;
    this.ledger = ledger;
    this.node = node;
    this.most = most;
  }

  HttpResponse list(OpsQuery asked) {
    ConnectionsQuery query = ConnectionsQuery.of(asked, most);
    String format = format(asked);
    List<Live> found =
        switch (query.which()) {
          case LIVE -> living(query);
          case ENDED -> ended(query);
          case TROUBLED -> troubled(query);
        };
    List<Live> page = found.stream().skip(query.skip()).limit(query.limit()).toList();
    return format.equals("text")
        ? OpsAnswer.text(StoryText.list(page.stream().map(Live::story).toList(), found.size()))
        : json(listJson(page, found.size()));
  }

  /** One of them, or 404 if it is not known. */
  HttpResponse one(String id, OpsQuery asked) {
    String format = format(asked);
    return living
        .find(id)
        .or(() -> stories.find(id).map(ConnectionsReport::gone))
        .map(
            one ->
                format.equals("text")
                    ? OpsAnswer.text(StoryText.whole(one.story()))
                    : json(ConnectionsJson.whole(one.story(), one.children())))
        .orElseGet(() -> OpsAnswer.line(404, unknown(id)));
  }

  private List<Live> living(ConnectionsQuery query) {
    List<Live> found = new ArrayList<>();
    living.each(
        live -> {
          if (query.matches(live.story())) {
            found.add(live);
          }
        });
    found.sort(
        Comparator.comparing(Live::story, query.order().mostFirst())
            .thenComparing(live -> live.story().who().connection()));
    return found;
  }

  private List<Live> ended(ConnectionsQuery query) {
    return Stream.concat(stories.troubled().stream(), stories.ordinary().stream())
        .filter(query::matches)
        .sorted(Comparator.comparing(ConnectionsReport::endOf).reversed())
        .map(ConnectionsReport::gone)
        .toList();
  }

  /** Those that live come first. */
  private List<Live> troubled(ConnectionsQuery query) {
    List<Live> found = new ArrayList<>();
    living.each(
        live -> {
          if (live.story().isTroubled() && query.matches(live.story())) {
            found.add(live);
          }
        });
    stories.troubled().stream()
        .filter(query::matches)
        .map(ConnectionsReport::gone)
        .forEach(found::add);
    return found;
  }

  private static Instant endOf(Story story) {
    return story.opened().plus(story.age());
  }

  private static Live gone(Story story) {
    return new Live(story, List.of());
  }

  private ObjectNode listJson(List<Live> page, int total) {
    ObjectNode report = ApiJson.object();
    ObjectNode counts = report.putObject("counts");
    for (Resource resource : Resource.values()) {
      counts.put(resource.label(), ledger.held(resource));
    }
    Optional<LeakWatch> watch =
        LivingBehaviors.at(system, LEAK_WATCH, LeakWatch.class)
            .map(LivingBehaviors.Found::behavior);
    watch.ifPresent(leaks -> LeaksJson.write(leaks.last(), report));
    report.put("total", total);
    var connections = report.putArray("connections");
    page.forEach(one -> connections.add(ConnectionsJson.brief(one.story(), one.children())));
    return report;
  }

  private String unknown(String id) {
    return "connection %s: not known here (expected: one of this node, %s-..., that lives or is"
            .formatted(StoryText.printable(id), node)
        + " among the last %d that ended and the last %d in trouble)"
            .formatted(stories.settings().ended(), stories.settings().troubled());
  }

  static String format(OpsQuery query) {
    return query.oneOf("format", List.of("json", "text"));
  }

  private HttpResponse json(ObjectNode json) {
    return OpsAnswer.json(json.put("node", node));
  }
}
