package io.lifeline.load;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Says how far a run is: one line that is overwritten on a terminal, elsewhere a line for each new
 * step and at most one every few seconds for counts. Thread-safe.
 */
final class Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private String prefix = "";
  private Instant lastLine = Instant.EPOCH;

  Progress(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Begins a scenario; it is named before each of its steps. */
  synchronized void begin(String scenario) {
    prefix = scenario;
    lastLine = Instant.EPOCH;
    step("starting");
  }

  /** What is happening now. On anything but a terminal most of them are left out. */
  synchronized void step(String text) {
    if (terminal) {
      out.print("\r\u001b[2K" + prefix + ": " + text);
      out.flush();
      return;
    }
    Instant now = clock.instant();
    if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = now;
      out.println(prefix + ": " + text);
    }
  }

  /** A line that stays. */
  synchronized void line(String text) {
    out.println(terminal ? "\r\u001b[2K" + text : text);
  }
}
