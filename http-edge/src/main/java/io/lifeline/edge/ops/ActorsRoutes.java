package io.lifeline.edge.ops;

import java.time.Clock;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/actors}, {@code /ops/actors/groups} and {@code /ops/actors/diff}: what lives on this
 * node, or on all nodes. One question to a node is answered at a time. Thread-safe.
 */
public final class ActorsRoutes extends AllDirectives {
  private final Scopes scopes;
  private final Question tree;
  private final Question groups;
  private final Question keep;
  private final Question difference;

  /**
   * @param node the node's name
   * @param kept to compare with
   */
  public ActorsRoutes(
      ActorSystem<?> system, String node, Clock clock, KeptSnapshots kept, Scopes scopes) {
    this.scopes = scopes;
    ActorsReport report = new ActorsReport(system, node, clock, kept);
    Looks turns = new Looks(system, 1, "another look at the actors is under way");
    this.tree =
        new Question("tree", turns, ActorsReport.TREE_KEYS, report::tree, new TreesOfCluster());
    this.groups =
        new Question(
            "groups", turns, ActorsReport.GROUP_KEYS, report::groups, new GroupsOfCluster(false));
    this.keep =
        new Question(
            "keep", turns, ActorsReport.KEEP_KEYS, report::keep, new GroupsOfCluster(true));
    this.difference =
        new Question(
            "difference",
            turns,
            ActorsReport.DIFFERENCE_KEYS,
            report::difference,
            new DifferenceOfCluster());
  }

  /** What other nodes may ask. */
  List<Question> questions() {
    return List.of(tree, groups, keep, difference);
  }

  /** Below {@code /ops}. */
  Route route() {
    return pathPrefix(
        "actors",
        () ->
            concat(
                pathEnd(() -> get(() -> scopes.answer(tree))),
                path(
                    "groups",
                    () ->
                        concat(get(() -> scopes.answer(groups)), post(() -> scopes.answer(keep)))),
                path("diff", () -> get(() -> scopes.answer(difference)))));
  }
}
