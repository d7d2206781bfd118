package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.connection.ConnectionView;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.leak.LeakWatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer of {@code /ops/connections} and {@code /dev/connections}. Thread-safe. */
public final class ConnectionsReport {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionsReport.class);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ActorRef<Ops.Command> ops;
  private final ResourceLedger ledger;
  private final String node;
  private final Duration within;

  /**
   * @param node the node's name
   * @param inspectTimeout of one inspection; the report waits a little longer
   */
  public ConnectionsReport(
      ActorSystem<?> system,
      ActorRef<Ops.Command> ops,
      ResourceLedger ledger,
      String node,
      Duration inspectTimeout) {
    this.system = system;
    this.ops = ops;
    this.ledger = ledger;
    this.node = node;
    this.within = inspectTimeout.plus(GRACE);
  }

  /** Up to {@code limit} connections; 503 if the node does not answer. The stage never fails. */
  CompletionStage<HttpResponse> answer(int limit) {
    CompletionStage<Ops.ConnectionsReply> seen =
        AskPattern.ask(
            ops, replyTo -> new Ops.InspectConnections(limit, replyTo), within, system.scheduler());
    CompletionStage<LeakWatch.Report> leaks =
        AskPattern.ask(ops, Ops.InspectLeaks::new, within, system.scheduler());
    return seen.thenCombine(leaks, this::response)
        .exceptionallyCompose(
            failure -> {
              LOG.warn("an inspection was not answered", failure);
              return CompletableFuture.completedFuture(unavailable("the node does not answer"));
            });
  }

  private HttpResponse response(Ops.ConnectionsReply reply, LeakWatch.Report leaks) {
    if (!(reply instanceof Inspection.Seen seen)) {
      return unavailable("too many inspections at once");
    }
    ObjectNode report = ApiJson.object().put("node", node);
    ObjectNode counts = report.putObject("counts");
    for (Resource resource : Resource.values()) {
      counts.put(resource.label(), ledger.held(resource));
    }
    report.put("leak_suspects", leaks.suspects()).put("total", seen.total());
    var connections = report.putArray("connections");
    seen.connections().forEach(view -> connections.add(json(view)));
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, ApiJson.write(report));
  }

  private static ObjectNode json(ConnectionView view) {
    ObjectNode json =
        ApiJson.object()
            .put("id", view.id())
            .put("state", view.state())
            .put("user", view.user())
            .put("remote_address", view.remoteAddress())
            .put("dialect", view.dialect())
            .put("age_ms", view.age().toMillis())
            .put("round_trip_ms", view.roundTrip().toNanos() / 1e6)
            .put("missed_beats", view.missedBeats());
    var channels = json.putArray("channels");
    view.channels().forEach(channels::add);
    var children = json.putArray("children");
    view.children().forEach(children::add);
    return json;
  }

  private static HttpResponse unavailable(String why) {
    return HttpResponse.create()
        .withStatus(503)
        .withEntity(
            ContentTypes.APPLICATION_JSON, ApiJson.write(ApiJson.object().put("error", why)));
  }
}
