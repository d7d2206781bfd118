package io.lifeline.edge.ops;

import java.time.Clock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/actors}, {@code /ops/actors/groups} and {@code /ops/actors/diff}: what lives on this
 * node. One question is answered at a time. Thread-safe.
 */
public final class ActorsRoutes extends AllDirectives {
  private final ActorsReport report;
  private final Looks looks;

  /**
   * @param node the node's name
   * @param kept to compare with
   */
  public ActorsRoutes(ActorSystem<?> system, String node, Clock clock, KeptSnapshots kept) {
    this.report = new ActorsReport(system, node, clock, kept);
    this.looks = new Looks(system, 1, "another look at the actors is under way");
  }

  /** Below {@code /ops}. */
  Route route() {
    return pathPrefix(
        "actors",
        () ->
            concat(
                pathEnd(() -> get(() -> looks.answer(ActorsReport.TREE_KEYS, report::tree))),
                path(
                    "groups",
                    () ->
                        concat(
                            get(() -> looks.answer(ActorsReport.GROUP_KEYS, report::groups)),
                            post(() -> looks.answer(ActorsReport.KEEP_KEYS, report::keep)))),
                path(
                    "diff",
                    () ->
                        get(
                            () ->
                                looks.answer(ActorsReport.DIFFERENCE_KEYS, report::difference)))));
  }
}
