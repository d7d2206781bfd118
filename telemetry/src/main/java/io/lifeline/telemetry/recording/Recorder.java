package io.lifeline.telemetry.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Makes recordings of this process with the JDK's Flight Recorder, one at a time: what the JDK's
 * configuration {@code default} records (under 1 % of a node's CPU) and Lifeline's own events. At
 * most {@value #MAX_BYTES} bytes, the oldest of which go first. The last one is kept, on disk,
 * until the next begins or this is closed. Thread-safe.
 */
public final class Recorder implements AutoCloseable {
  static final long MAX_BYTES = 64L << 20;

  /**
   * Read as a file, and not by its name: what the JDK cannot find once, for want of a descriptor,
   * it never looks for again.
   */
  private static final Path CONFIGURATION =
      Path.of(System.getProperty("java.home"), "lib", "jfr", "default.jfc");

  private @Nullable Recording recording;
  private boolean ended;

  /**
   * Begins to record.
   *
   * @return false if that is being done already
   * @throws IOException if this Java has no Flight Recorder, or no place on disk to write to
   */
  public synchronized boolean begin() throws IOException {
    if (recording != null && !ended) {
      return false;
    }
    close();
    recording = running();
    return true;
  }

  /** Ends the recording that was begun, and reads it from its beginning. The caller closes it. */
  public synchronized InputStream end() throws IOException {
    Recording running = recording;
    if (running == null || ended) {
      throw new IllegalStateException("nothing is recorded");
    }
    ended = true;
    running.stop();
    InputStream recorded = running.getStream(null, null);
    return recorded == null ? InputStream.nullInputStream() : recorded;
  }

  /** Ends what runs and forgets what is kept. */
  @Override
  public synchronized void close() {
    Recording last = recording;
    recording = null;
    ended = false;
    if (last != null) {
      last.close();
    }
  }

  private static Recording running() throws IOException {
    try {
      Recording next = new Recording(Configuration.create(CONFIGURATION));
      try {
        next.setName("lifeline");
        next.setMaxSize(MAX_BYTES);
        next.start();
        return next;
      } catch (RuntimeException e) {
        next.close();
        throw e;
      }
    } catch (ParseException | RuntimeException e) { // what the JDK throws has no better type
      throw new IOException("the Flight Recorder of this Java cannot be used", e);
    }
  }
}
