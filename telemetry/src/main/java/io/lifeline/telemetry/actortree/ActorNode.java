package io.lifeline.telemetry.actortree;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One living actor as it was at one moment. Immutable.
 *
 * @param name the last part of its path
 * @param path from the root, for example {@code /user/connections/p-1/c-7}
 * @param behavior the simple name of its class, empty if that is one of Pekko's, as with behaviours
 *     that are made of functions
 * @param childCount all of its children, which may be more than {@code children} holds
 * @param mailboxSize messages that wait, as far as can be told without stopping the actor
 * @param age how long it has lived; null if that is not known, see {@link FirstSeen}
 * @param stages of the stream that it runs
 * @param children those within the asked depth and number, in no particular order
 */
public record ActorNode(
    String name,
    String path,
    ActorRole role,
    String behavior,
    int childCount,
    int mailboxSize,
    @Nullable Duration age,
    StreamStages stages,
    List<ActorNode> children) {
  public ActorNode {
    children = List.copyOf(children);
  }
}
