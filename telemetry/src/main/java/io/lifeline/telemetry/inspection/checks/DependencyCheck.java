package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Dependency;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a dependency answers, and how fast: a connection to its port, or a GET of its URL, whose
 * redirects are not followed and whose body is not read.
 */
public final class DependencyCheck implements Check {
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final int SERVER_ERROR = 500;

  private final Dependency dependency;
  private final Duration limit;

  public DependencyCheck(Dependency dependency, Duration limit) {
    this.dependency = dependency;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "dependency " + dependency.name();
  }

  @Override
  public Duration limit() {
    return limit;
  }

  @Override
  public CompletionStage<List<Finding>> run() {
    long began = System.nanoTime();
    Finding finding;
    try {
      int status = dependency.url().isPresent() ? get(dependency.url().get()) : connect();
      finding = answered(Duration.ofNanos(System.nanoTime() - began), status);
    } catch (IOException e) {
      finding = unreachable(e);
    }
    return CompletableFuture.completedFuture(List.of(finding));
  }

  private int connect() throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(dependency.host(), dependency.port()), millis());
    }
    return 0;
  }

  private int get(URI url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    try {
      connection.setConnectTimeout(millis());
      connection.setReadTimeout(millis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** Less than the limit, so that what takes too long is said to be unreachable. */
  private int millis() {
    return (int) (limit.toMillis() * 9 / 10);
  }

  private Finding answered(Duration took, int status) {
    boolean slow = took.compareTo(SLOW) > 0;
    boolean failed = status >= SERVER_ERROR;
    Finding finding =
        Finding.of(
                failed ? Severity.CRITICAL : slow ? Severity.WARNING : Severity.OK,
                String.format(
                    Locale.ROOT,
                    "%s answered %swithin %.1f ms%s.",
                    dependency.name(),
                    status == 0 ? "" : "with " + status + " ",
                    took.toNanos() / 1e6,
                    slow ? ", which is slow" : ""))
            .with(
                new Evidence.Figures(
                    List.of(
                        new Evidence.Figure(
                            "milliseconds",
                            String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6)))));
    return failed || slow ? finding.next(step()) : finding;
  }

  private Finding unreachable(IOException failure) {
    return Finding.of(
            Severity.CRITICAL,
            "%s cannot be reached from this node: %s: %s."
                .formatted(
                    dependency.name(), failure.getClass().getSimpleName(), failure.getMessage()))
        .next(step());
  }

  private String step() {
    return "Ask another node whether it reaches "
        + dependency.name()
        + ": if it does, this node's network is at fault, else the dependency itself.";
  }
}
