package io.lifeline.connection.compression;

import io.lifeline.telemetry.ResourceLedger;

/** What the inflations of a node share. Thread-safe. */
record Inflations(Pool<PooledInflater> inflaters, ContextMemory memory) {
  /**
   * @param windowBytes that the client takes over, 0 if nothing
   */
  Inflation make(int windowBytes, ResourceLedger ledger) {
    History history = windowBytes == 0 ? null : new History(windowBytes);
    return new Inflation(inflaters, memory, history, ledger);
  }
}
