package io.lifeline.edge.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The whole terminal as a page that is drawn anew, and its keys one by one. What was there before
 * comes back when it is closed. For one thread.
 */
final class TopScreen implements AutoCloseable {
  /** No key was pressed in time. */
  static final int NONE = -2;

  private static final int SMALLEST_WIDTH = 20;
  private static final int SMALLEST_HEIGHT = 5;

  private final Terminal terminal;
  private final Display display;
  private final Attributes before;
  private volatile boolean interrupted;

  private TopScreen(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, true);
    this.before = terminal.enterRawMode();
    terminal.handle(Terminal.Signal.INT, signal -> interrupted = true);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /**
   * @throws IOException if the process has no terminal
   */
  static TopScreen open() throws IOException {
    // Its other ways need native code, of which newer JVMs warn.
    try {
      return new TopScreen(
          TerminalBuilder.builder().system(true).provider("exec").dumb(false).build());
    } catch (IllegalStateException e) { // as JLine says it
      throw new IOException("input or output is none", e);
    }
  }

  /** Lines that can be shown. */
  int height() {
    return Math.max(SMALLEST_HEIGHT, terminal.getHeight());
  }

  /** Shows the lines from the top on, cut at the edges. */
  void show(List<String> lines) {
    Size size = new Size(Math.max(SMALLEST_WIDTH, terminal.getWidth()), height());
    display.resize(size.getRows(), size.getColumns());
    List<AttributedString> page = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(lines.size(), size.getRows()))) {
      AttributedString whole =
          new AttributedStringBuilder().append(line, AttributedStyle.DEFAULT).toAttributedString();
      page.add(whole.columnSubSequence(0, size.getColumns()));
    }
    display.update(page, 0);
  }

  /**
   * Waits for a key.
   *
   * @return it, {@link #NONE}, or -1 if there will be none any more
   */
  int key(long millis) throws IOException {
    int key = terminal.reader().read(millis);
    return interrupted ? -1 : key;
  }

  @Override
  public void close() throws IOException {
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
    terminal.setAttributes(before);
    terminal.close();
  }
}
