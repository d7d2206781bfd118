package io.lifeline.telemetry.inspection;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was logged as a warning or an error, folded to few lines: who logged it, which exception,
 * and the message before values were put in. It keeps the {@value #MAX} signatures seen last and
 * never a value of a message. Thread-safe; adding takes a microsecond.
 */
public final class LogSignatures {
  static final int MAX = 200;
  private static final int MAX_TEMPLATE = 200;

  /**
   * What is counted as the same.
   *
   * @param exception the class of what was thrown; empty if nothing was
   * @param template the message without its values, digits as #
   */
  public record Signature(boolean error, String logger, String exception, String template) {}

  /** A signature and how often it was seen. */
  public record Seen(Signature signature, long times, Instant first, Instant last) {}

  private static final class Eldest extends LinkedHashMap<Signature, Seen> {
    private static final long serialVersionUID = 1;

    Eldest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Signature, Seen> eldest) {
      return size() > MAX;
    }
  }

  private final Map<Signature, Seen> seen = new Eldest();
  private long errors;
  private long warnings;

  /**
   * @param template as the logger was given it, which values may follow
   */
  public void add(Instant at, boolean error, String logger, String exception, String template) {
    Signature signature = new Signature(error, logger, exception, folded(template));
    synchronized (seen) {
      if (error) {
        errors++;
      } else {
        warnings++;
      }
      Seen before = seen.get(signature);
      seen.put(
          signature,
          before == null
              ? new Seen(signature, 1, at, at)
              : new Seen(signature, before.times() + 1, before.first(), at));
    }
  }

  /** Where a message was put together before it was logged, its numbers would make it unique. */
  private static String folded(String template) {
    String start =
        template.length() <= MAX_TEMPLATE ? template : template.substring(0, MAX_TEMPLATE);
    return start.replaceAll("\\d+", "#");
  }

  /** Since the start. */
  public long errors() {
    synchronized (seen) {
      return errors;
    }
  }

  /** Since the start. */
  public long warnings() {
    synchronized (seen) {
      return warnings;
    }
  }

  /**
   * Those seen since then: errors first, then those seen most often.
   *
   * @param since whose last occurrence is not before
   */
  public List<Seen> since(Instant since) {
    synchronized (seen) {
      return seen.values().stream()
          .filter(one -> !one.last().isBefore(since))
          .sorted(
              Comparator.comparing((Seen one) -> one.signature().error())
                  .thenComparing(Seen::times)
                  .reversed())
          .toList();
    }
  }
}
