package io.lifeline.load;

import java.util.List;

/** A scenario's invariant does not hold. Carries one sentence for each thing that is wrong. */
public final class InvariantBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvariantBroken(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public InvariantBroken(String problem) {
    this(List.of(problem));
  }

  public List<String> problems() {
    return problems;
  }

  /** Throws with {@code problem} unless the claim is true. */
  public static void unless(boolean claim, String problem) {
    if (!claim) {
      throw new InvariantBroken(problem);
    }
  }
}
