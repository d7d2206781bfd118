package io.lifeline.telemetry.tracing;

import org.jspecify.annotations.Nullable;

/** Traces nothing. */
public enum NoTracing implements Tracing {
  INSTANCE;

  private enum Unseen implements OpenSpan {
    INSTANCE;

    @Override
    public @Nullable String traceparent() {
      return null;
    }

    @Override
    public void tag(String key, long value) {}

    @Override
    public void end(Outcome outcome) {}
  }

  @Override
  public boolean takes(@Nullable String caller) {
    return false;
  }

  @Override
  public OpenSpan begin(Step step, @Nullable String parent, String namespace, long agoMillis) {
    return Unseen.INSTANCE;
  }
}
