package io.lifeline.telemetry.threads;

import java.util.List;

/**
 * Threads of one pool that did the same: their state, what they wait for and each of their frames
 * are equal.
 *
 * @param pool what the names of its threads have in common
 * @param count of threads
 * @param threads the names of some of them
 * @param stack of the first of them
 */
public record StackGroup(String pool, int count, List<String> threads, ThreadStack stack) {
  public StackGroup {
    threads = List.copyOf(threads);
  }
}
