package io.lifeline.telemetry.kamon;

import java.util.List;
import kamon.instrumentation.pekko.PekkoInstrumentation;
import kamon.util.Filter;

/**
 * Actors of which there are many, counted together by the agent: one tracked by itself would cost
 * 120 KB. Each new actor's path is held against each group, three actors for each connection, so
 * that comparing is worth it in place of an expression, which costs ten times as much. Thread-safe.
 *
 * @param group by which the metrics name it
 * @param under how the paths begin
 * @param depth how many names follow upon that
 * @param last the last of them, or empty if it may be any
 */
record ActorGroup(String group, String under, int depth, String last) implements Filter {
  private static final String PARTITIONS = "lifeline/user/connections/p-";

  /** The last is the agent's own, which it makes with a glob if it is not there yet. */
  private static final List<ActorGroup> ALL =
      List.of(
          new ActorGroup("partitions", PARTITIONS, 1, ""),
          new ActorGroup("connections", PARTITIONS, 2, ""),
          new ActorGroup("heartbeats", PARTITIONS, 3, "heartbeat"),
          new ActorGroup("writers", PARTITIONS, 3, "writer"),
          new ActorGroup("shardRegion/channel", "lifeline/system/sharding/channel/", 2, ""));

  /** Tells the agent of all groups, once Kamon has its configuration. Again, it does nothing. */
  static void define() {
    ALL.forEach(group -> PekkoInstrumentation.defineActorGroup(group.group(), group));
  }

  @Override
  public boolean accept(String path) {
    if (!path.startsWith(under)) {
      return false;
    }
    int name = under.length();
    for (int i = 1; i < depth; i++) {
      name = path.indexOf('/', name) + 1;
      if (name == 0) {
        return false;
      }
    }
    if (!last.isEmpty()) {
      return path.length() == name + last.length() && path.startsWith(last, name);
    }
    return name < path.length() && path.indexOf('/', name) < 0;
  }

  @Override
  public boolean includes(String path) {
    return accept(path);
  }

  @Override
  public boolean excludes(String path) {
    return !accept(path);
  }
}
