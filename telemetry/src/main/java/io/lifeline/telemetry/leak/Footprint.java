package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.actortree.GroupSnapshot;

/** What a node holds beside what is counted in its ledger. Called by the leak watch alone. */
public interface Footprint {
  /** Open descriptors; 0 where the system does not tell. Read twice a minute. */
  long descriptors();

  /** Bytes in use right after the last collections; 0 before the first. Read each second. */
  long heapAfterCollections();

  /** Bytes that the heap may grow to. */
  long heapLimit();

  /** All actors, counted. Read twice a minute. */
  GroupSnapshot actors();
}
