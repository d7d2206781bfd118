package io.lifeline.telemetry.kamon;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Launcher-Agent-Class} of {@code lifeline.jar}: the JVM hands it the right to
 * instrument classes before {@code main}, so that nobody has to pass {@code -javaagent}.
 *
 * <p>It only keeps that right. {@link InstrumentationAgent} uses it when a node starts, so that
 * other commands do not pay for it.
 */
public final class LauncherAgent {
  private static volatile @Nullable Instrumentation instrumentation;

  private LauncherAgent() {}

  /** Called by the JVM alone. */
  public static void agentmain(String arguments, Instrumentation granted) {
    instrumentation = granted;
  }

  /** What the JVM granted, null unless it was started from the executable jar. */
  static @Nullable Instrumentation instrumentation() {
    return instrumentation;
  }
}
