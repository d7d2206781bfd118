package io.lifeline.telemetry.actortree;

/**
 * Snapshots in the form that flame-graph tools read: one line for each path, its names from the
 * root on with semicolons between them, and how many actors it stands for.
 */
public final class FoldedStacks {
  private FoldedStacks() {}

  /**
   * Each actor once, below it the stage that it is in if it runs a stream, and for children that
   * are left out a line that says how many.
   */
  public static String tree(ActorNode node) {
    StringBuilder text = new StringBuilder();
    append(text, node);
    return text.toString();
  }

  private static void append(StringBuilder text, ActorNode node) {
    line(text, frames(node.path()) + stage(node.stages()), 1);
    node.children().forEach(child -> append(text, child));
    int left = node.childCount() - node.children().size();
    if (left > 0) {
      line(text, frames(node.path()) + ";(not shown)", left);
    }
  }

  /** Each pattern once, with all its actors: the whole tree in a few lines. */
  public static String groups(GroupSnapshot snapshot) {
    StringBuilder text = new StringBuilder();
    snapshot.groups().forEach(group -> line(text, frames(group.pattern()), group.actors()));
    return text.toString();
  }

  private static String stage(StreamStages stages) {
    String latest = stages.latest();
    return latest == null ? "" : ";[" + latest.replace(';', ':') + "]";
  }

  private static void line(StringBuilder text, String frames, long actors) {
    text.append(frames).append(' ').append(actors).append('\n');
  }

  /** A semicolon may stand in an actor's name, and would end its frame. */
  private static String frames(String path) {
    return path.equals("/") ? "/" : "/" + path.replace(';', ':').replace('/', ';');
  }
}
