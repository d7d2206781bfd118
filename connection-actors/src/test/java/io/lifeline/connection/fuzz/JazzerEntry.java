package io.lifeline.connection.fuzz;

/**
 * Where Jazzer hands over its inputs, in a JVM of its own for each target, which the system
 * property {@value #TARGET} names. Knows Jazzer by the names of these methods only.
 */
public final class JazzerEntry {
  static final String TARGET = "fuzz.target";

  private static final FuzzTarget CHOSEN =
      Targets.named(System.getProperty(TARGET, "no " + TARGET + " given"));

  private JazzerEntry() {}

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    CHOSEN.play(FuzzInput.of(input));
  }
}
