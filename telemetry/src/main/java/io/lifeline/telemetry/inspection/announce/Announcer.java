package io.lifeline.telemetry.inspection.announce;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Trigger;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.pattern.CircuitBreaker;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/**
 * Announces reports one after the other: each is tried again with growing pauses, until the
 * receiver has failed so often in a row that it is left alone for a while. What becomes of each is
 * counted; the log has one warning until one is announced again. Runs beside the actors' dispatcher
 * and ends with the actor system, with what then waits. Thread-safe.
 */
public final class Announcer {
  /** What became of a report. Each is a value of the tag of the metric that counts them. */
  enum Outcome {
    ANNOUNCED,
    /** The last try failed, or the receiver does not want it. */
    GIVEN_UP,
    /** The receiver has failed too often to be asked now. */
    REFUSED,
    /** Too many wait. */
    OVERFLOWED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The receiver answered, and did not take it. */
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    NotTaken(int status) {
      super("it answered with " + status);
      this.status = status;
    }

    /** Whether the same may be taken later. */
    boolean isForNow() {
      return status >= 500 || status == 408 || status == 429;
    }
  }

  private record Waiting(String id, String json) {}

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** Of a pause that is added by chance, so that nodes do not try in step. */
  private static final double JITTER = 0.5;

  private static final String BESIDE_THE_ACTORS = "pekko.actor.default-blocking-io-dispatcher";

  private final AnnouncementSettings settings;
  private final String cluster;
  private final Webhook webhook;
  private final EventSink events;
  private final Scheduler scheduler;
  private final ExecutionContextExecutor threads;
  private final CircuitBreaker breaker;
  private final BoundedSourceQueue<Waiting> queue;
  private final AtomicBoolean failing = new AtomicBoolean();

  Announcer(
      ActorSystem<?> system,
      AnnouncementSettings settings,
      String cluster,
      Webhook webhook,
      EventSink events) {
    this.settings = settings;
    this.cluster = cluster;
    this.webhook = webhook;
    this.events = events;
    this.scheduler = system.classicSystem().scheduler();
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
    this.breaker =
        new CircuitBreaker(
            threads,
            scheduler,
            settings.circuit().openAfter(),
            settings.timeout(),
            settings.circuit().openFor());
    this.queue =
        Source.<Waiting>queue(settings.queue())
            .mapAsync(1, this::send)
            .to(Sink.ignore())
            .withAttributes(ActorAttributes.dispatcher(BESIDE_THE_ACTORS))
            .run(system);
  }

  /**
   * Empty if nobody is to be told.
   *
   * @param cluster the name of the node's cluster
   */
  public static Optional<Announcer> start(
      ActorSystem<?> system, AnnouncementSettings settings, String cluster, EventSink events) {
    return settings
        .url()
        .map(
            url ->
                new HttpWebhook(
                    url,
                    settings.token(),
                    settings.timeout(),
                    system.dispatchers().lookup(DispatcherSelector.blocking())))
        .map(webhook -> new Announcer(system, settings, cluster, webhook, events));
  }

  /** Announces it soon, unless a schedule made it and nothing is wrong. Never blocks or fails. */
  public void announce(Diagnosis diagnosis) {
    if (diagnosis.trigger().kind() == Trigger.Kind.SCHEDULE && diagnosis.isHealthy()) {
      return;
    }
    String json = AnnouncementJson.of(diagnosis, cluster, settings.link());
    QueueOfferResult offered = queue.offer(new Waiting(diagnosis.id(), json));
    if (!offered.isEnqueued()) {
      end(diagnosis.id(), Outcome.OVERFLOWED, "too many wait for the receiver");
    }
  }

  /** Never fails, so that the stream goes on. */
  private CompletionStage<Outcome> send(Waiting report) {
    AtomicInteger tries = new AtomicInteger();
    AnnouncementSettings.Retries retries = settings.retries();
    return Patterns.retry(
            () -> breaker.callWithCircuitBreakerCS(() -> post(report, tries)),
            (status, failure) -> failure != null && isWorthAnother(cause(failure)),
            retries.most(),
            retries.firstPause(),
            retries.longestPause(),
            JITTER,
            scheduler,
            threads)
        .handle((status, failure) -> ended(report.id(), failure));
  }

  private CompletionStage<Integer> post(Waiting report, AtomicInteger tries) {
    if (tries.getAndIncrement() > 0) {
      events.add(Metric.ANNOUNCEMENTS_RETRIED, 1);
    }
    return webhook
        .post(report.json())
        .thenCompose(
            status ->
                status >= 200 && status < 300
                    ? CompletableFuture.completedFuture(status)
                    : CompletableFuture.failedFuture(new NotTaken(status)));
  }

  private static boolean isWorthAnother(Throwable failure) {
    return failure instanceof NotTaken answer
        ? answer.isForNow()
        : !(failure instanceof CircuitBreakerOpenException);
  }

  private Outcome ended(String id, @Nullable Throwable failure) {
    if (failure == null) {
      events.add(Metric.ANNOUNCEMENTS, Outcome.ANNOUNCED.label(), 1);
      if (failing.getAndSet(false)) {
        LOG.info("reports are announced to [{}] again", settings.receiver());
      }
      return Outcome.ANNOUNCED;
    }
    Throwable cause = cause(failure);
    return cause instanceof CircuitBreakerOpenException
        ? end(id, Outcome.REFUSED, "it failed too often and is left alone for a while")
        : end(id, Outcome.GIVEN_UP, said(cause));
  }

  private Outcome end(String id, Outcome outcome, String why) {
    events.add(Metric.ANNOUNCEMENTS, outcome.label(), 1);
    if (failing.getAndSet(true)) {
      LOG.debug("report [{}] was not announced: {}", id, why);
    } else {
      LOG.warn(
          "report [{}] was not announced to [{}]: {}; the next that are not are only counted",
          id,
          settings.receiver(),
          why);
    }
    return outcome;
  }

  private String said(Throwable failure) {
    if (failure instanceof NotTaken answer) {
      return "it answered with " + answer.status;
    }
    if (failure instanceof TimeoutException) { // the circuit breaker's, which has no name
      return "it did not answer within " + settings.timeout().toMillis() + " ms";
    }
    String kind = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return message == null ? kind : kind + ": " + message;
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
