package io.lifeline.edge.ops;

import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/connections} and {@code /ops/connections/ID}: the connections of this node and their
 * stories. At most {@value #MOST_LOOKS} looks at once, on a thread for what takes long; more are
 * refused with 503. Thread-safe.
 */
public final class ConnectionsRoutes extends AllDirectives {
  private static final int MOST_LOOKS = 2;

  private final ConnectionsReport report;
  private final Looks looks;

  /**
   * @param node the node's name
   * @param most connections in one answer
   */
  public ConnectionsRoutes(
      ActorSystem<?> system, Stories stories, ResourceLedger ledger, String node, int most) {
    this.report = new ConnectionsReport(system, stories, ledger, node, most);
    this.looks = new Looks(system, MOST_LOOKS, "other looks at the connections are under way");
  }

  /** {@code connections} and what is below it. */
  Route route() {
    return concat(
        list(),
        pathPrefix(
            "connections",
            () ->
                path(
                    PathMatchers.segment(),
                    id ->
                        get(
                            () ->
                                looks.answer(Set.of("format"), query -> report.one(id, query))))));
  }

  /** {@code connections} alone. */
  public Route list() {
    return path("connections", () -> get(() -> looks.answer(ConnectionsQuery.KEYS, report::list)));
  }
}
