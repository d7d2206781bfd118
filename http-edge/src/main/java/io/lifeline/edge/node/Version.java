package io.lifeline.edge.node;

/** Which release of Lifeline this is, as its jar says. */
public final class Version {
  private Version() {}

  /** For example {@code 0.1.0}; {@code development} outside of a jar. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
