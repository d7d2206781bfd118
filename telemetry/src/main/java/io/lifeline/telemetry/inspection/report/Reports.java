package io.lifeline.telemetry.inspection.report;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.InspectionSettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of a node: the last {@value #IN_MEMORY} in memory, and as many as the settings say in
 * the directory, if there is one. Where that cannot be written, the log has one warning until it
 * can be again, each failure is counted, and the reports in memory are still there. Thread-safe; it
 * blocks while files are read and written.
 */
public final class Reports {
  static final int IN_MEMORY = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Optional<ReportFiles> files;
  private final EventSink events;
  private final Deque<Diagnosis> newestFirst = new ArrayDeque<>();
  private boolean broken;

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
      newestFirst.removeLast();
    }
    files.ifPresent(directory -> write(directory, diagnosis));
  }

  private void write(ReportFiles directory, Diagnosis diagnosis) {
    try {
      directory.write(diagnosis.id(), ReportPage.of(diagnosis), ReportJson.of(diagnosis));
      broken = false;
    } catch (IOException e) {
      events.add(Metric.REPORTS_UNWRITTEN, 1);
      if (!broken) {
        LOG.warn("reports cannot be written; the last of them stay in memory", e);
      }
      broken = true;
    }
  }

  /**
   * The newest first.
   *
   * @throws IOException if the directory is there and cannot be read
   */
  public synchronized List<String> ids() throws IOException {
    TreeSet<String> ids = new TreeSet<>();
    newestFirst.forEach(diagnosis -> ids.add(diagnosis.id()));
    if (files.isPresent()) {
      ids.addAll(files.get().ids());
    }
    return List.copyOf(ids.descendingSet());
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
