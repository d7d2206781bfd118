package io.lifeline.telemetry.inspection.announce;

import java.util.concurrent.CompletionStage;

/** Whom reports are announced to. Thread-safe. */
@FunctionalInterface
interface Webhook {
  /**
   * Sends it once.
   *
   * @return the status of the answer; fails if there is none
   */
  CompletionStage<Integer> post(String json);
}
