package io.lifeline.telemetry.inspection;

import java.util.List;

/**
 * What a finding rests on. Immutable, and of a bounded size: whatever is made with more is cut to
 * {@value #MAX_ROWS} rows, {@value #MAX_POINTS} points and {@value #MAX_TEXT} characters a text.
 */
public sealed interface Evidence {
  int MAX_ROWS = 50;
  int MAX_POINTS = 1_000;
  int MAX_TEXT = 400;

  /** One value with its name. */
  record Figure(String name, String value) {
    public Figure {
      name = cut(name);
      value = cut(value);
    }
  }

  /** Values side by side. */
  record Figures(List<Figure> figures) implements Evidence {
    public Figures {
      figures = first(figures, MAX_ROWS);
    }
  }

  /** A table; each row has a cell for each column. */
  record Table(String title, List<String> columns, List<List<String>> rows) implements Evidence {
    public Table {
      columns = List.copyOf(columns);
      rows = first(rows, MAX_ROWS).stream().map(Table::cells).toList();
    }

    private static List<String> cells(List<String> row) {
      return row.stream().map(Evidence::cut).toList();
    }
  }

  /**
   * Lines over time.
   *
   * @param seconds since the epoch, ascending; one for each point of each line
   */
  record Plot(String title, String unit, List<Long> seconds, List<Line> lines) implements Evidence {
    public Plot {
      seconds = first(seconds, MAX_POINTS);
      lines = List.copyOf(lines);
    }
  }

  /** One line of a {@link Plot}. */
  record Line(String name, List<Double> values) {
    public Line {
      values = first(values, MAX_POINTS);
    }
  }

  /** Amounts beside each other, such as a histogram's. */
  record Bars(String title, String unit, List<Bar> bars) implements Evidence {
    public Bars {
      bars = first(bars, MAX_ROWS);
    }
  }

  /** One of {@link Bars}. */
  record Bar(String name, double value) {
    public Bar {
      name = cut(name);
    }
  }

  /** A text that is not longer than evidence may be. */
  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }

  private static <T> List<T> first(List<T> all, int most) {
    return List.copyOf(all.size() <= most ? all : all.subList(0, most));
  }
}
