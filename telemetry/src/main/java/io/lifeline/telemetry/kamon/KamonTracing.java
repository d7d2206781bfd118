package io.lifeline.telemetry.kamon;

import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.TraceParent;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.trace.ConstantSampler;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Tracing} of a node: spans by Kamon's tracer, without those metrics that Kamon makes of
 * spans. Thread-safe.
 *
 * @param sampled the part of publications that are traced; more than 0
 * @param node its short name
 * @param room for spans that have ended; those for which there is none are not reported
 */
record KamonTracing(double sampled, String node, SpanRoom room) implements Tracing {
  /** Java cannot name the constant. */
  private static final Trace.SamplingDecision SAMPLE =
      ConstantSampler.Always().decide(Kamon.spanBuilder("any"));

  private record KamonSpan(Span span, SpanRoom room, AtomicBoolean ended) implements OpenSpan {
    @Override
    public String traceparent() {
      return new TraceParent(span.trace().id().string(), span.id().string(), true).text();
    }

    @Override
    public void tag(String key, long value) {
      span.tag(key, value);
    }

    @Override
    public void end(Outcome outcome) {
      if (!ended.compareAndSet(false, true) || !room.takes()) {
        return;
      }
      span.tag("result", outcome.label());
      if (outcome.isFailure()) {
        span.fail(outcome.label());
      }
      span.finish();
    }
  }

  @Override
  public boolean takes(@Nullable String caller) {
    TraceParent above = TraceParent.parse(caller);
    return above == null ? ThreadLocalRandom.current().nextDouble() < sampled : above.sampled();
  }

  @Override
  public OpenSpan begin(Step step, @Nullable String parent, String namespace, long agoMillis) {
    SpanBuilder builder =
        Kamon.spanBuilder(step.operation())
            .ignoreParentFromContext()
            .doNotTrackMetrics()
            .samplingDecision(SAMPLE)
            .tag("namespace", namespace)
            .tag("node", node);
    TraceParent above = TraceParent.parse(parent);
    if (above != null) {
      builder.asChildOf(remote(above));
    }
    Span span =
        agoMillis > 0
            ? builder.start(Kamon.clock().instant().minus(Duration.ofMillis(agoMillis)))
            : builder.start();
    return new KamonSpan(span, room, new AtomicBoolean());
  }

  private static Span remote(TraceParent above) {
    Identifier traceId = Kamon.identifierScheme().traceIdFactory().from(above.traceId());
    Identifier spanId = Kamon.identifierScheme().spanIdFactory().from(above.spanId());
    return new Span.Remote(spanId, Identifier.Empty(), Trace.create(traceId, SAMPLE));
  }
}
