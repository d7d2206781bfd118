package io.lifeline.edge.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline top}: shows a node, or a cluster, and its groups of actors again and again. */
@Command(
    name = "top",
    description = {
      "Shows one node and all its actors, counted by the pattern of their paths, each second; with"
          + " --cluster the sums of all nodes, and each node as a line.",
      "Keys: a actors, g growth, m mailbox, l largest mailbox, c children and p pattern sort; q"
          + " ends.",
      "Rates are those of the last ten seconds; growth is since the look before. A node that does"
          + " not answer is asked again.",
      "Without a terminal: --once, or --batch for several looks, as plain lines."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class TopCommand implements Callable<Integer> {
  private static final int USUAL_ROWS = 20;
  private static final int MOST_ROWS = 1_000;

  /** What the screen has beside the groups. */
  private static final int OTHER_LINES = 8;

  @Option(names = "--once", description = "One look, as plain lines.")
  private boolean once;

  @Option(names = "--batch", paramLabel = "N", description = "N looks, as plain lines.")
  private @Nullable Integer batch;

  @Option(names = "--every", description = "Seconds between looks, 1 to 3600; default 1.")
  private int every = 1;

  @Option(names = "--rows", description = "Groups in plain lines, 1 to 1000; default 20.")
  private int rows = USUAL_ROWS;

  @Option(
      names = "--sort",
      description = "actors (default), growth, mailbox, largest, children or pattern.")
  private TopOrder order = TopOrder.ACTORS;

  @Mixin private ScopeOption scope = new ScopeOption();
  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  TopCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    require(every >= 1 && every <= 3600, "--every: " + every + " (expected: 1..3600)");
    require(rows >= 1 && rows <= MOST_ROWS, "--rows: " + rows + " (expected: 1..1000)");
    require(batch == null || batch >= 1, "--batch: " + batch + " (expected: 1 or more)");
    require(!once || batch == null, "--once: expected without --batch");
    TopView view = new TopView(ops.node());
    if (once || batch != null) {
      return plain(view, batch == null ? 1 : batch);
    }
    try (TopScreen screen = TopScreen.open()) {
      return live(view, screen);
    } catch (IOException e) {
      throw caller.wrongUse(
          "the terminal: " + e.getMessage() + " (expected: one, or --once or --batch)", e);
    } catch (OpsCaller.Refused refused) {
      return OpsCaller.refused(caller, refused);
    }
  }

  private void require(boolean right, String problem) {
    if (!right) {
      throw caller.wrongUse(problem);
    }
  }

  /** The last look decides: a node that has gone away is a failure. */
  private int plain(TopView view, int looks) throws InterruptedException {
    int exitCode = 0;
    for (int i = 0; i < looks; i++) {
      if (i > 0) {
        TimeUnit.SECONDS.sleep(every);
        caller.out().println();
      }
      try {
        view.saw(TopLook.take(ops, caller, scope));
        view.lines(order, rows).forEach(caller.out()::println);
        exitCode = 0;
      } catch (IOException e) {
        exitCode = ops.failed(caller, e);
      } catch (OpsCaller.Refused refused) {
        exitCode = OpsCaller.refused(caller, refused);
        if (!refused.isForNow()) {
          return exitCode;
        }
      }
      caller.out().flush();
    }
    return exitCode;
  }

  private int live(TopView view, TopScreen screen)
      throws IOException, InterruptedException, OpsCaller.Refused {
    while (true) {
      long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(every);
      look(view);
      do {
        show(view, screen);
        long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime());
        int key = screen.key(Math.max(1, millis));
        if (key == 'q' || key == -1) {
          return 0;
        }
        TopOrder.ofKey(key).ifPresent(chosen -> order = chosen);
      } while (System.nanoTime() < next);
    }
  }

  private void look(TopView view) throws InterruptedException, OpsCaller.Refused {
    try {
      view.saw(TopLook.take(ops, caller, scope));
    } catch (IOException e) {
      view.missed(OpsCaller.reason(e));
    } catch (OpsCaller.Refused refused) {
      if (!refused.isForNow()) {
        throw refused;
      }
      view.missed(String.valueOf(refused.getMessage()));
    }
  }

  private void show(TopView view, TopScreen screen) {
    List<String> lines =
        new ArrayList<>(
            view.lines(order, Math.max(1, screen.height() - OTHER_LINES - view.nodeLines())));
    lines.add("a g m l c p sort   q ends");
    screen.show(lines);
  }
}
