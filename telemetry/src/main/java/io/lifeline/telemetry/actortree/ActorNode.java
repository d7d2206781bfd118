package io.lifeline.telemetry.actortree;

import java.util.List;

/**
 * One living actor as it was at one moment. Immutable. It has no age: Pekko does not keep when an
 * actor was made, and keeping it would cost each of them memory.
 *
 * @param name the last part of its path
 * @param path from the root, for example {@code /user/connections/p-1/c-7}
 * @param behavior the simple name of its class, empty if that is one of Pekko's, as with behaviours
 *     that are made of functions
 * @param childCount all of its children, which may be more than {@code children} holds
 * @param mailboxSize messages that wait, as far as can be told without stopping the actor
 * @param children those within the asked depth and number, in no particular order
 */
public record ActorNode(
    String name,
    String path,
    ActorRole role,
    String behavior,
    int childCount,
    int mailboxSize,
    List<ActorNode> children) {
  public ActorNode {
    children = List.copyOf(children);
  }
}
