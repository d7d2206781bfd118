package io.lifeline.telemetry.settings;

import java.util.List;

/** The configuration is wrong; the node must not start. Carries one sentence for each problem. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // what List.copyOf makes of texts can be serialised
  private final List<String> problems;

  /**
   * @param problems at least one, each of the form {@code key: value (expected: ...)}
   */
  public InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each wrong key, in the order of reading. */
  public List<String> problems() {
    return problems;
  }
}
