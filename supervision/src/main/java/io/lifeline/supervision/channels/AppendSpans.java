package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.ChannelLog.Append;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.Tracing;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans of publications at the entity of their channel. Each is begun when its end is at hand,
 * so that an entity which ends with publications that are not safe leaves none open.
 */
final class AppendSpans {
  private final Namespaces namespaces;
  private final Tracing tracing;

  AppendSpans(Namespaces namespaces, Tracing tracing) {
    this.namespaces = namespaces;
    this.tracing = tracing;
  }

  /**
   * Begins that of a publication, unless it is not traced. Says how long the publication has waited
   * before, by the two nodes' times of day.
   *
   * @param storedForMillis since when the entity has it
   */
  @Nullable OpenSpan begin(Append append, long storedForMillis) {
    String above = append.traceparent();
    if (above == null) {
      return null;
    }
    long stored = Math.max(0, storedForMillis);
    String namespace = namespaces.labelOf(append.channel());
    OpenSpan span = tracing.begin(Step.APPEND, above, namespace, stored);
    long waited = Clock.systemUTC().millis() - stored - append.takenAtMillis();
    span.tag("waited_ms", Math.max(0, waited));
    return span;
  }

  /**
   * The same for one that was published by several, which know it by one key. What follows belongs
   * to the first of them that is traced; of the others it is said that they repeated it.
   */
  @Nullable OpenSpan begin(List<Append> askers, long storedForMillis) {
    OpenSpan first = null;
    for (Append asker : askers) {
      if (first == null) {
        first = begin(asker, storedForMillis);
      } else {
        end(asker, Outcome.REPEATED);
      }
    }
    return first;
  }

  /** The channel had it before, or does not take it. */
  void end(Append append, Outcome outcome) {
    OpenSpan span = begin(append, 0);
    if (span != null) {
      span.end(outcome);
    }
  }
}
