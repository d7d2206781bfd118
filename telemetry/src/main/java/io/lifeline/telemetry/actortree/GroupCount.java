package io.lifeline.telemetry.actortree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorRefWithCell;

/**
 * What is counted of one pattern while the tree is walked through. Not thread-safe.
 *
 * <p>Its examples are the actors with the least incarnation numbers. Those are random, so this is a
 * fair sample that costs one comparison for an actor.
 */
final class GroupCount {
  static final int EXAMPLES = 3;

  private record Example(int number, String path) {}

  private final List<String> names;
  private final boolean anyBelow;
  private final Map<String, GroupCount> below = new HashMap<>();
  private final List<Example> examples = new ArrayList<>(EXAMPLES + 1);
  private long actors;
  private long mailbox;
  private int largestMailbox;
  private long children;

  GroupCount(List<String> names) {
    this.names = names;
    this.anyBelow = names.size() < 5 && ActorRole.isRegion(names);
  }

  int depth() {
    return names.size();
  }

  /** The pattern of a child's name. Below a shard region names are what users chose. */
  String patternOf(String childName) {
    return anyBelow ? NamePattern.ANY : NamePattern.of(childName);
  }

  Map<String, GroupCount> below() {
    return below;
  }

  GroupCount newBelow(String pattern) {
    List<String> longer = new ArrayList<>(names);
    longer.add(pattern);
    GroupCount made = new GroupCount(List.copyOf(longer));
    below.put(pattern, made);
    return made;
  }

  void countChild() {
    children++;
  }

  void count(ActorRefWithCell actor) {
    actors++;
    int waiting = actor.underlying().numberOfMessages();
    mailbox += waiting;
    largestMailbox = Math.max(largestMailbox, waiting);
    int number = actor.path().uid();
    if (examples.size() < EXAMPLES || number < examples.get(EXAMPLES - 1).number()) {
      examples.add(new Example(number, actor.path().toStringWithoutAddress()));
      examples.sort(Comparator.comparingInt(Example::number));
      if (examples.size() > EXAMPLES) {
        examples.remove(EXAMPLES);
      }
    }
  }

  PatternGroup toGroup() {
    return new PatternGroup(
        "/" + String.join("/", names),
        ActorRole.of(names),
        actors,
        mailbox,
        largestMailbox,
        children,
        examples.stream().map(Example::path).toList());
  }
}
