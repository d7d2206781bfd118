package io.lifeline.telemetry.actortree;

import java.util.List;

/**
 * The actors whose paths have one pattern, at one moment. Immutable.
 *
 * @param pattern for example {@code /user/connections/*}{@code /*}{@code /heartbeat}
 * @param actors how many live
 * @param mailbox messages that wait, of all together
 * @param largestMailbox of one of them
 * @param children of all together
 * @param examples paths of a few, picked at random
 */
public record PatternGroup(
    String pattern,
    ActorRole role,
    long actors,
    long mailbox,
    int largestMailbox,
    long children,
    List<String> examples) {
  public PatternGroup {
    examples = List.copyOf(examples);
  }
}
