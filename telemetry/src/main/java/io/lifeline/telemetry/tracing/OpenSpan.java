package io.lifeline.telemetry.tracing;

import org.jspecify.annotations.Nullable;

/** A step that has begun. Thread-safe. One that is never ended is never reported. */
public interface OpenSpan {
  /** For the steps below it, on this node or another; null if they are not to be traced. */
  @Nullable String traceparent();

  /** Says something about it. The value must not tell a user, a channel or a connection. */
  void tag(String key, long value);

  /** Ends it now. Ending it again changes nothing. */
  void end(Outcome outcome);
}
