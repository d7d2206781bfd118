package io.lifeline.telemetry.threads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All threads of this process, those that do the same together, as profiles of goroutines are.
 *
 * @param states how many threads are in each state; a state that none is in is missing
 * @param groups the largest first; those beyond {@value #MAX_GROUPS} are left out
 * @param deadlocked threads that wait for each other for ever
 */
public record ThreadDump(
    Map<Thread.State, Integer> states, List<StackGroup> groups, List<ThreadStack> deadlocked) {
  static final int MAX_GROUPS = 1_000;
  static final int EXAMPLES = 5;

  /** What a pool adds to the names of its threads. */
  private static final Pattern NUMBER = Pattern.compile("[-# ]*\\d+$");

  private record Key(
      String pool, Thread.State state, String waitsFor, List<StackTraceElement> frames) {}

  public ThreadDump {
    states = Map.copyOf(states);
    groups = List.copyOf(groups);
    deadlocked = List.copyOf(deadlocked);
  }

  /** Stops all threads for a moment. */
  public static ThreadDump take() {
    return of(ThreadStack.all(), ThreadStack.deadlocked());
  }

  static ThreadDump of(List<ThreadStack> threads, List<ThreadStack> deadlocked) {
    Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    Map<Key, List<ThreadStack>> alike = new LinkedHashMap<>();
    for (ThreadStack thread : threads) {
      states.merge(thread.state(), 1, Integer::sum);
      Key key = new Key(pool(thread.thread()), thread.state(), thread.waitsFor(), thread.frames());
      alike.computeIfAbsent(key, k -> new ArrayList<>()).add(thread);
    }
    Stream<StackGroup> groups =
        alike.entrySet().stream().map(entry -> group(entry.getKey().pool(), entry.getValue()));
    return new ThreadDump(
        states,
        groups
            .sorted(
                Comparator.comparingInt(StackGroup::count)
                    .reversed()
                    .thenComparing(StackGroup::pool))
            .limit(MAX_GROUPS)
            .toList(),
        deadlocked);
  }

  public int threads() {
    return states.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A thread's name without its number; of a dispatcher's thread that is the dispatcher. */
  static String pool(String thread) {
    return NUMBER.matcher(thread).replaceFirst("");
  }

  private static StackGroup group(String pool, List<ThreadStack> threads) {
    return new StackGroup(
        pool,
        threads.size(),
        threads.stream().map(ThreadStack::thread).limit(EXAMPLES).toList(),
        threads.get(0));
  }
}
