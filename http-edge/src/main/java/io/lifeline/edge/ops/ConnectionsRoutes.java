package io.lifeline.edge.ops;

import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/connections} and {@code /ops/connections/ID}: the connections of this node, or of all
 * nodes, and their stories. At most {@value #MOST_LOOKS} looks at a node at once, on a thread for
 * what takes long; more are refused with 503. Thread-safe.
 */
public final class ConnectionsRoutes extends AllDirectives {
  private static final int MOST_LOOKS = 2;
  private static final String ONE = "connection";

  private final ConnectionsReport report;
  private final Scopes scopes;
  private final Looks looks;
  private final Question list;

  /**
   * @param node the node's name
   * @param most connections in one answer
   */
  public ConnectionsRoutes(
      ActorSystem<?> system,
      Stories stories,
      ResourceLedger ledger,
      String node,
      int most,
      Scopes scopes) {
    this.report = new ConnectionsReport(system, stories, ledger, node, most);
    this.scopes = scopes;
    this.looks = new Looks(system, MOST_LOOKS, "other looks at the connections are under way");
    this.list =
        new Question(
            "connections",
            looks,
            ConnectionsQuery.KEYS,
            report::list,
            new ConnectionsOfCluster(most));
  }

  /** What other nodes may ask. */
  List<Question> questions() {
    return List.of(
        list,
        new Question(
            ONE,
            looks,
            Set.of("id", "format"),
            query -> report.one(String.valueOf(query.text("id")), query),
            new ConnectionOfCluster("")));
  }

  /** {@code connections} and what is below it. */
  Route route() {
    return concat(
        path("connections", () -> get(() -> scopes.answer(list))),
        pathPrefix(
            "connections",
            () -> path(PathMatchers.segment(), id -> get(() -> scopes.answer(one(id))))));
  }

  private Question one(String id) {
    return new Question(
        ONE, looks, Set.of("format"), query -> report.one(id, query), new ConnectionOfCluster(id));
  }

  /** {@code connections} alone, of this node. */
  public Route list() {
    return path("connections", () -> get(() -> looks.answer(list.keys(), list.ofNode())));
  }
}
