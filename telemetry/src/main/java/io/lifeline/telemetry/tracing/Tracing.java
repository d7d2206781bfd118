package io.lifeline.telemetry.tracing;

import org.jspecify.annotations.Nullable;

/**
 * Where the spans of publications come from: Kamon in production, a recorder in tests.
 *
 * <p>Whether a publication is traced is decided once, when it is taken; from then on what belongs
 * to it carries the {@code traceparent} of the span above, and what is not traced carries nothing.
 * Implementations are thread-safe, never block and never throw.
 */
public interface Tracing {
  /**
   * Whether a publication that is taken now is to be traced.
   *
   * @param caller the W3C {@code traceparent} that came with it, which then decides; null or what
   *     is none: chance does
   */
  boolean takes(@Nullable String caller);

  /**
   * Begins a step now. Whoever begins it ends it.
   *
   * @param parent the {@code traceparent} of the span above; null or what is none: it is the first
   *     of its trace
   * @param namespace as metrics name it
   */
  default OpenSpan begin(Step step, @Nullable String parent, String namespace) {
    return begin(step, parent, namespace, 0);
  }

  /** Begins a step that began so many milliseconds ago. */
  OpenSpan begin(Step step, @Nullable String parent, String namespace, long agoMillis);
}
