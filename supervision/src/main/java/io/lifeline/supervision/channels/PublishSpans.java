package io.lifeline.supervision.channels;

import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.Tracing;
import org.jspecify.annotations.Nullable;

/** The spans of publications at the gateway that takes them. */
record PublishSpans(Namespaces namespaces, Tracing tracing) {
  /**
   * Begins one, if this publication is to be traced.
   *
   * @param caller the {@code traceparent} that came with it, or null
   */
  @Nullable OpenSpan begin(String channel, @Nullable String caller) {
    return tracing.takes(caller)
        ? tracing.begin(Step.PUBLISH, caller, namespaces.labelOf(channel))
        : null;
  }

  /** A publisher with whose answer a span ends. */
  static Publications.Publisher endingWith(OpenSpan span, Publications.Publisher publisher) {
    return new Traced(span, publisher);
  }

  private record Traced(OpenSpan span, Publications.Publisher publisher)
      implements Publications.Publisher {
    @Override
    public void told(PublishReply reply) {
      span.end(outcome(reply));
      publisher.told(reply);
    }

    @Override
    public void abandoned() {
      span.end(Outcome.NODE_ENDED);
      publisher.abandoned();
    }
  }

  private static Outcome outcome(PublishReply reply) {
    if (!(reply instanceof NotPublished not)) {
      return Outcome.DONE;
    }
    return not.equals(Rejection.notPublished(Rejection.notAnswered()))
        ? Outcome.UNANSWERED
        : Outcome.REJECTED;
  }
}
