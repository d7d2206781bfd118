package io.lifeline.load.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * What a node prints: all of it goes to a file, the last lines and the first error lines are kept.
 * Read by a thread of its own until the process ends; the other methods may be called from any
 * thread.
 */
final class NodeOutput {
  private static final int LAST_LINES = 20;
  private static final int MOST_ERRORS = 20;
  private static final Pattern ERROR = Pattern.compile("^\\S+ \\S+ ERROR ");

  private final Path file;
  private final CompletableFuture<Optional<ReadyLine>> ready = new CompletableFuture<>();
  private final Deque<String> last = new ArrayDeque<>();
  private final List<String> errors = new ArrayList<>();
  private final MembersSeen members = new MembersSeen();
  private final Thread reader;

  NodeOutput(InputStream output, Path file) {
    this.file = file;
    this.reader = new Thread(() -> read(output), "node-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Empty if the process ended first, or said nothing in time. */
  Optional<ReadyLine> awaitReady(Duration limit) throws InterruptedException {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot keep the output of the node", e.getCause());
    }
  }

  List<String> lastLines() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  /** Lines that were logged as errors, the first ones only. */
  List<String> errors() {
    synchronized (last) {
      return List.copyOf(errors);
    }
  }

  /** The members of its cluster, as it sees them. */
  MembersSeen members() {
    return members;
  }

  private void read(InputStream output) {
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        BufferedWriter copy = Files.newBufferedWriter(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.write(line);
        copy.newLine();
        keep(line);
        if (!lines.ready()) {
          copy.flush();
        }
      }
      ready.complete(Optional.empty());
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private void keep(String line) {
    synchronized (last) {
      if (last.size() == LAST_LINES) {
        last.removeFirst();
      }
      last.addLast(line);
      if (errors.size() < MOST_ERRORS && ERROR.matcher(line).find()) {
        errors.add(line);
      }
    }
    members.read(line);
    ReadyLine.in(line).ifPresent(addresses -> ready.complete(Optional.of(addresses)));
  }
}
