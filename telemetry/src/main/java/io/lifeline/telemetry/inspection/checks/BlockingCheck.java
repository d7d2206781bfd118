package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A check that does its work on the thread on which it is called.
 *
 * @param look answers with at least one finding
 */
public record BlockingCheck(String name, Duration limit, Callable<List<Finding>> look)
    implements Check {
  @Override
  public CompletionStage<List<Finding>> run() throws Exception {
    return CompletableFuture.completedFuture(look.call());
  }
}
