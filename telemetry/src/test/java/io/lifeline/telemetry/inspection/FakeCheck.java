package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A check that does what a test says. */
public record FakeCheck(String name, Duration limit, Callable<CompletionStage<List<Finding>>> work)
    implements Check {
  public static FakeCheck finding(String name, Severity severity, String statement) {
    return new FakeCheck(
        name,
        Duration.ofSeconds(20),
        () -> CompletableFuture.completedFuture(List.of(Finding.of(severity, statement))));
  }

  @Override
  public CompletionStage<List<Finding>> run() throws Exception {
    return work.call();
  }
}
