package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber on its way into a channel: first it is told where it begins, then what it has
 * missed, then it hears what everyone hears.
 */
interface CatchUp {
  /** Where it has got to in the channel, or null if it wants nothing of what it has missed. */
  @Nullable Position since();

  /** Whether it still wants to get in. */
  boolean isWanted();

  /** Its answer; called once, before anything else. */
  void begins(Position head, Recovery recovery);

  /** A message that it has missed. */
  void missed(Publication publication);

  /** From here on it hears what everyone hears. */
  void isLive();

  /** What it has missed was lost on the way: it goes on behind {@code head}. */
  void broken(Position head);
}
