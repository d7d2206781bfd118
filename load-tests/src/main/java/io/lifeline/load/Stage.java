package io.lifeline.load;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * What one scenario works with: it starts nodes, draws random numbers and says how far it is. Keeps
 * all that has to be stopped and stops it in reverse order when it is closed, from any thread and
 * once only.
 */
public final class Stage implements AutoCloseable {
  private final NodeLaunch launch;
  private final Path directory;
  private final SplittableRandom random;
  private final double scale;
  private final Consumer<String> progress;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private volatile boolean skipped;
  private boolean closed;
  private int nodes;

  /**
   * @param directory for logs and configuration; made if it is not there
   * @param scale by which sizes are multiplied; 1 is the real thing
   */
  public Stage(
      NodeLaunch launch, Path directory, long seed, double scale, Consumer<String> progress) {
    this.launch = launch;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
    this.scale = scale;
    this.progress = progress;
  }

  /** Starts a node and waits until it is ready. */
  public NodeProcess startNode(NodeConfig config) throws IOException, InterruptedException {
    return startNode(config, List.of());
  }

  /**
   * The same, for a node whose command line begins with {@code prefix}, for example to enter a
   * network namespace.
   */
  public NodeProcess startNode(NodeConfig config, List<String> prefix)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    nodes++;
    return NodeProcess.start(
        launch.after(prefix), config, directory.resolve("node-" + nodes), this::own);
  }

  /** Keeps something to be closed with the stage; closes it at once if the stage is gone. */
  public <T extends AutoCloseable> T own(T resource) {
    boolean late;
    synchronized (owned) {
      late = closed;
      if (!late) {
        owned.push(resource);
      }
    }
    if (late) {
      close(resource, new ArrayList<>());
      throw new IllegalStateException("the scenario is over");
    }
    return resource;
  }

  public SplittableRandom random() {
    return random;
  }

  public Path directory() {
    return directory;
  }

  /** A size, made smaller or larger as the user asked for; at least 1. */
  public int scaled(int size) {
    return (int) Math.max(1, Math.round(size * scale));
  }

  /** Whether sizes are at least what they are meant to be. */
  public boolean isFullSize() {
    return scale >= 1;
  }

  /** Keeps a remark that belongs to the result, for example which of two ways was played. */
  public void note(String remark) {
    notes.add(remark);
  }

  /** Says that the scenario cannot be played here, and why. */
  public void skip(String why) {
    skipped = true;
    note("skipped: " + why);
  }

  boolean isSkipped() {
    return skipped;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Says what is happening now. */
  public void say(String step) {
    progress.accept(step);
  }

  /** Stops all. What cannot be stopped is said as a last progress line. */
  @Override
  public void close() {
    List<AutoCloseable> toClose;
    synchronized (owned) {
      closed = true;
      toClose = List.copyOf(owned);
      owned.clear();
    }
    List<String> failures = new ArrayList<>();
    toClose.forEach(resource -> close(resource, failures));
    failures.forEach(this::say);
  }

  private static void close(AutoCloseable resource, List<String> failures) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failures.add("could not stop " + resource + ": " + e);
    }
  }
}
