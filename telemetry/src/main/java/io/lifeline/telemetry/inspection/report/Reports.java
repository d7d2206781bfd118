package io.lifeline.telemetry.inspection.report;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.InspectionSettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of a node: the last {@value #IN_MEMORY} in memory, and as many as the settings say in
 * the directory, if there is one. Where that cannot be read or written (a full disk, no descriptor
 * left), the log has one warning until a report can be written again, each report that was not
 * written is counted, and those in memory are still there; they are written with the next one.
 * Thread-safe; it blocks while files are read and written.
 */
public final class Reports {
  static final int IN_MEMORY = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Optional<ReportFiles> files;
  private final EventSink events;
  private final Deque<Diagnosis> newestFirst = new ArrayDeque<>();
  private final Deque<Diagnosis> unwritten = new ArrayDeque<>(); // the oldest first, of the above
  private boolean warned;

  public Reports(InspectionSettings settings, EventSink events) {
    this.files =
        settings
            .directory()
            .map(path -> new ReportFiles(path, settings.keep(), settings.keepBytes()));
    this.events = events;
  }

  /** Keeps it; never fails. */
  public synchronized void keep(Diagnosis diagnosis) {
    newestFirst.addFirst(diagnosis);
    if (newestFirst.size() > IN_MEMORY) {
      unwritten.remove(newestFirst.removeLast());
    }
    files.ifPresent(directory -> write(directory, diagnosis));
  }

  private void write(ReportFiles directory, Diagnosis diagnosis) {
    unwritten.add(diagnosis);
    try {
      while (!unwritten.isEmpty()) {
        Diagnosis oldest = unwritten.element();
        directory.write(oldest.id(), ReportPage.of(oldest), ReportJson.of(oldest));
        unwritten.remove();
      }
      warned = false;
    } catch (IOException e) {
      events.add(Metric.REPORTS_UNWRITTEN, 1);
      warnOnce("reports cannot be written; the last of them stay in memory", e);
    }
  }

  /** The JSON of so many at most, the newest first, but of those whose files cannot be read. */
  public synchronized List<String> newest(int most) {
    List<String> newest = new ArrayList<>();
    for (String id : ids()) {
      if (newest.size() < most) {
        try {
          data(id).ifPresent(newest::add);
        } catch (IOException e) {
          warnOnce("a report cannot be read", e);
        }
      }
    }
    return newest;
  }

  /** The newest first; those in memory alone if the directory cannot be read. */
  synchronized List<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    newestFirst.forEach(diagnosis -> ids.add(diagnosis.id()));
    try {
      if (files.isPresent()) {
        ids.addAll(files.get().ids());
      }
    } catch (IOException e) {
      warnOnce("the directory of reports cannot be read; the last of them are in memory", e);
    }
    return List.copyOf(ids.descendingSet());
  }

  private void warnOnce(String what, IOException cause) {
    if (!warned) {
      LOG.warn(what, cause);
    }
    warned = true;
  }

  /** Those in memory, the newest first. */
  public synchronized List<Diagnosis> latest() {
    return List.copyOf(newestFirst);
  }

  /**
   * The page of a report; empty if there is no such report.
   *
   * @throws IOException if its file cannot be read
   */
  public synchronized Optional<String> page(String id) throws IOException {
    Optional<Diagnosis> known = inMemory(id);
    if (known.isPresent()) {
      return known.map(ReportPage::of);
    }
    return files.isPresent() ? files.get().page(id) : Optional.empty();
  }

  /**
   * The JSON of a report; empty if there is no such report.
   *
   * @throws IOException if its file cannot be read
   */
  public synchronized Optional<String> data(String id) throws IOException {
    Optional<Diagnosis> known = inMemory(id);
    if (known.isPresent()) {
      return known.map(ReportJson::of);
    }
    return files.isPresent() ? files.get().data(id) : Optional.empty();
  }

  private Optional<Diagnosis> inMemory(String id) {
    return newestFirst.stream().filter(diagnosis -> diagnosis.id().equals(id)).findFirst();
  }
}
