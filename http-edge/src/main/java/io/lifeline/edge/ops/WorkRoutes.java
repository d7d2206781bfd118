package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.stuck.StuckReport;
import io.lifeline.telemetry.stuck.StuckText;
import io.lifeline.telemetry.threads.ThreadDump;
import io.lifeline.telemetry.threads.ThreadText;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/stuck}, the actors that do not get on, and {@code /ops/threads}, what all threads do.
 * One question is answered at a time. Thread-safe.
 */
public final class WorkRoutes extends AllDirectives {
  private static final Set<String> KEYS = Set.of("format");

  private final Supplier<StuckReport> stuck;
  private final String node;
  private final Looks looks;

  /**
   * @param stuck which actors are; thread-safe
   * @param node the node's name
   */
  public WorkRoutes(ActorSystem<?> system, Supplier<StuckReport> stuck, String node) {
    this.stuck = stuck;
    this.node = node;
    this.looks = new Looks(system, 1, "another look at the threads is under way");
  }

  /** Below {@code /ops}. */
  Route route() {
    return concat(
        path("stuck", () -> get(() -> looks.answer(KEYS, this::stuck))),
        path("threads", () -> get(() -> looks.answer(KEYS, this::threads))));
  }

  private HttpResponse stuck(OpsQuery query) {
    String format = query.oneOf("format", List.of("json", "text"));
    StuckReport report = stuck.get();
    return format.equals("text") ? text(StuckText.report(report)) : json(WorkJson.stuck(report));
  }

  private HttpResponse threads(OpsQuery query) {
    String format = query.oneOf("format", List.of("json", "text", "folded"));
    ThreadDump dump = ThreadDump.take();
    return switch (format) {
      case "text" -> text(ThreadText.dump(dump));
      case "folded" -> text(ThreadText.folded(dump));
      default -> json(WorkJson.threads(dump));
    };
  }

  private HttpResponse json(ObjectNode json) {
    return HttpResponse.create()
        .withEntity(ContentTypes.APPLICATION_JSON, ApiJson.write(json.put("node", node)));
  }

  private static HttpResponse text(String text) {
    return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
  }
}
