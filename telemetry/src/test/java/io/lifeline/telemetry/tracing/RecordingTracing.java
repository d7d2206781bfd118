package io.lifeline.telemetry.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers every span. Whether one is taken, the caller or the test says. */
public final class RecordingTracing implements Tracing {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final List<Recorded> spans = new CopyOnWriteArrayList<>();

  /** Whether a publication without a caller is taken. */
  public volatile boolean takesAll;

  /** A span that was begun. */
  public static final class Recorded implements OpenSpan {
    public final Step step;
    public final @Nullable String parent;
    public final String namespace;
    public final long agoMillis;
    public final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    public final Map<String, Long> tags = new ConcurrentHashMap<>();
    private final int number;

    private Recorded(
        Step step, @Nullable String parent, String namespace, long agoMillis, int number) {
      this.step = step;
      this.parent = parent;
      this.namespace = namespace;
      this.agoMillis = agoMillis;
      this.number = number;
    }

    @Override
    public String traceparent() {
      return new TraceParent(TRACE, String.format("%016x", number), true).text();
    }

    @Override
    public void tag(String key, long value) {
      tags.put(key, value);
    }

    @Override
    public void end(Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public String toString() {
      return step + " of " + parent + " " + outcomes;
    }
  }

  @Override
  public boolean takes(@Nullable String caller) {
    TraceParent above = TraceParent.parse(caller);
    return above == null ? takesAll : above.sampled();
  }

  @Override
  public synchronized OpenSpan begin(
      Step step, @Nullable String parent, String namespace, long agoMillis) {
    Recorded span = new Recorded(step, parent, namespace, agoMillis, spans.size() + 1);
    spans.add(span);
    return span;
  }

  /** Those of a step, in the order in which they began. */
  public List<Recorded> of(Step step) {
    return new ArrayList<>(spans.stream().filter(span -> span.step == step).toList());
  }

  public List<Recorded> all() {
    return List.copyOf(spans);
  }
}
