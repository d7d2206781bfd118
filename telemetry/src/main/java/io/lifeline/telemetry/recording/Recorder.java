package io.lifeline.telemetry.recording;

import java.io.IOException;
import java.io.InputStream;
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

  private static final String CONFIGURATION = "default";

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
    Recording next = newRecording();
    next.setName("lifeline");
    next.setMaxSize(MAX_BYTES);
    next.start();
    recording = next;
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

  private static Recording newRecording() throws IOException {
    try {
      return new Recording(Configuration.getConfiguration(CONFIGURATION));
    } catch (ParseException | IllegalStateException e) {
      throw new IOException("the Flight Recorder of this Java cannot be used", e);
    }
  }
}
