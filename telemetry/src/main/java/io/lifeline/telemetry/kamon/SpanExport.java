package io.lifeline.telemetry.kamon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.typesafe.config.Config;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.module.SpanReporter;
import kamon.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Posts finished spans to a collector. Kamon hands over what its own bounded queue has, each
 * second; what did not fit {@link SpanRoom} counts.
 *
 * <p>One request is under way at a time; what comes meanwhile, or is not taken, is counted as lost.
 * A collector that does not take spans is named in the log once, and once more when it does again.
 *
 * <p>Kamon's module for OTLP is not used: it brings a second HTTP client with its language's
 * library, some 4 MB, and writes a stack trace for each batch that fails. Thread-safe.
 */
final class SpanExport implements SpanReporter {
  private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final long LAST_WITHIN_MILLIS = 1_000;
  private static final int REDIRECTS = 300;

  private final URI collector;
  private final EventSink events;
  private final SpanRoom room;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
  private final AtomicBoolean failing = new AtomicBoolean();

  /** Written by Kamon's thread of this reporter alone. */
  private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture(0);

  /**
   * @param collector the whole URL
   * @param room of Kamon's queue
   */
  SpanExport(URI collector, EventSink events, SpanRoom room) {
    this.collector = collector;
    this.events = events;
    this.room = room;
  }

  @Override
  public void reportSpans(Seq<Span.Finished> finished) {
    List<Span.Finished> spans = CollectionConverters.asJava(finished);
    room.left(spans.size());
    if (spans.isEmpty()) {
      return;
    }
    if (!underWay.isDone()) {
      lost(spans.size(), "it has not answered for what was sent before");
      return;
    }
    try {
      underWay = post(spans);
    } catch (JsonProcessingException e) {
      lost(spans.size(), e.toString());
    }
  }

  private CompletableFuture<?> post(List<Span.Finished> spans) throws JsonProcessingException {
    HttpRequest request =
        HttpRequest.newBuilder(collector)
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    OtlpJson.request(Kamon.environment(), spans)))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle(
            (response, problem) -> {
              answered(spans.size(), response, problem);
              return spans.size();
            });
  }

  private void answered(
      int spans, @Nullable HttpResponse<Void> response, @Nullable Throwable problem) {
    if (response == null) {
      lost(spans, String.valueOf(problem));
    } else if (response.statusCode() >= REDIRECTS) {
      lost(spans, "it answers " + response.statusCode());
    } else {
      events.add(Metric.SPANS, "reported", spans);
      if (failing.compareAndSet(true, false)) {
        LOG.info("the collector at [{}] takes spans again", shown());
      }
    }
  }

  private void lost(int spans, String why) {
    events.add(Metric.SPANS, "lost", spans);
    if (failing.compareAndSet(false, true)) {
      LOG.warn("the collector at [{}] does not take spans, which are lost: {}", shown(), why);
    }
  }

  /** Without a query, which may hold a secret. */
  private String shown() {
    return collector.getScheme() + "://" + collector.getAuthority() + collector.getPath();
  }

  @Override
  public void reconfigure(Config config) {
    // What is reported and where is this node's setting, and read once.
  }

  /** Waits a moment for what is under way. */
  @Override
  public void stop() {
    try {
      underWay.orTimeout(LAST_WITHIN_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      LOG.debug("spans were under way when the node ended", e);
    }
  }
}
