package io.lifeline.edge.ops;

import io.lifeline.telemetry.recording.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ops/recording?seconds=30}: what the JDK's Flight Recorder sees from now on, answered when
 * the time is over, as a file for JDK Mission Control or {@code jfr print}. One at a time; more are
 * refused with 503. Thread-safe.
 */
public final class RecordingRoutes extends AllDirectives {
  /** Shorter than a connection may be idle. */
  static final int MAX_SECONDS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(RecordingRoutes.class);
  private static final int USUAL_SECONDS = 30;

  private final Recorder recorder;
  private final String node;
  private final Executor threads;

  /**
   * @param node the node's name
   */
  public RecordingRoutes(ActorSystem<?> system, Recorder recorder, String node) {
    this.recorder = recorder;
    this.node = node;
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Below {@code /ops}. */
  Route route() {
    return path(
        "recording",
        () ->
            get(
                () ->
                    withoutRequestTimeout(
                        () -> parameterMultiMap(values -> completeWithFuture(answer(values))))));
  }

  private CompletionStage<HttpResponse> answer(Map<String, List<String>> values) {
    try {
      int seconds =
          new OpsQuery(values, Set.of("seconds")).number("seconds", 1, MAX_SECONDS, USUAL_SECONDS);
      return CompletableFuture.supplyAsync(this::begin, threads)
          .thenCompose(begun -> begun ? endAfter(seconds) : refused())
          .exceptionally(this::failed);
    } catch (OpsQuery.Wrong wrong) {
      return CompletableFuture.completedFuture(OpsAnswer.line(400, wrong.line()));
    }
  }

  private CompletionStage<HttpResponse> endAfter(int seconds) {
    return CompletableFuture.supplyAsync(
        this::end, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS, threads));
  }

  private boolean begin() {
    try {
      return recorder.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse end() {
    try {
      InputStream recorded = recorder.end();
      return HttpResponse.create()
          .addHeader(
              RawHeader.create(
                  "Content-Disposition", "attachment; filename=\"lifeline-" + node + ".jfr\""))
          .withEntity(
              HttpEntities.create(
                  ContentTypes.APPLICATION_OCTET_STREAM,
                  StreamConverters.fromInputStream(() -> recorded)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletionStage<HttpResponse> refused() {
    return CompletableFuture.completedFuture(OpsAnswer.line(503, "another recording is under way"));
  }

  private HttpResponse failed(Throwable failure) {
    LOG.warn("a recording failed", failure);
    recorder.close();
    return OpsAnswer.line(500, "the recording failed; the node's log says why");
  }
}
