package io.lifeline.connection.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Code that takes bytes from strangers, and what must hold whatever they are. */
public interface FuzzTarget {
  /** In lower case; also the name of its directory of kept inputs. */
  String name();

  /** Inputs of well-behaved peers, from which a fuzzer begins. */
  List<FuzzInput> seeds(SplittableRandom random);

  /** How many mutations every build plays: about a second's worth at most. */
  int rounds();

  /**
   * Plays one input.
   *
   * @throws AssertionError if something that must hold does not
   * @throws RuntimeException never, or it is a finding as well
   */
  void play(FuzzInput input);
}
