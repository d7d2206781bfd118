package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Looks at one thing. The seam of an {@link Inspector}: each runs on a thread of the inspector's,
 * one run at a time, may block there and is interrupted when its time is over. It must change
 * nothing of what it looks at, and must not use the node's dispatchers for work of its own.
 */
public interface Check {
  /** Unique among the checks of a node, short, for people. */
  String name();

  /** What it may take; then it counts as timed out, and what it says later is dropped. */
  Duration limit();

  /**
   * What it sees now: at least one finding, also where all is well. A check that blocks answers
   * with a completed stage. Failing is allowed, and is reported as such.
   *
   * @throws Exception what its inspector reports as a failure
   */
  CompletionStage<List<Finding>> run() throws Exception;
}
