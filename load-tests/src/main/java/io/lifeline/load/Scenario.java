package io.lifeline.load;

import java.time.Duration;

/** One fault or load, and what must be true after it. */
public interface Scenario {
  /** Kebab-case, unique. */
  String name();

  /** What must be true, in one line. */
  String invariant();

  /** How long it may take, the start of its nodes included; after that it has failed. */
  Duration timeout();

  /** Whether it is played when nobody says which ones. */
  default boolean isPlayedByDefault() {
    return true;
  }

  /**
   * Plays it. Whatever it starts through the stage is stopped afterwards, however it ends.
   *
   * @throws InvariantBroken if the invariant does not hold
   * @throws Exception if it could not be played to its end, which is a failure too
   */
  void play(Stage stage) throws Exception;
}
