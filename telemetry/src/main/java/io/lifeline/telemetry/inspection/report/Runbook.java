package io.lifeline.telemetry.inspection.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sections of {@code telemetry/RUNBOOK.md}, which the jar carries, so that a report can quote
 * them where nothing else can be reached. Thread-safe.
 */
public final class Runbook {
  private static final String PAGE = "/io/lifeline/telemetry/RUNBOOK.md";
  private static final Pattern HEADING = Pattern.compile("(?m)^## ");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)]+\\)");
  private static final Map<String, List<String>> SECTIONS = read();

  private Runbook() {}

  /** The paragraphs and steps of a section, as plain text; empty if there is no such heading. */
  public static Optional<List<String>> section(String heading) {
    return Optional.ofNullable(SECTIONS.get(heading));
  }

  /** Where it is in the repository. */
  static String address(String heading) {
    return "telemetry/RUNBOOK.md#" + heading.toLowerCase(Locale.ROOT);
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> sections = new HashMap<>();
    HEADING
        .splitAsStream(text())
        .skip(1)
        .forEach(
            section -> {
              List<String> lines = section.lines().filter(line -> !line.isBlank()).toList();
              sections.put(
                  lines.get(0).strip(), lines.stream().skip(1).map(Runbook::plain).toList());
            });
    return Map.copyOf(sections);
  }

  private static String plain(String line) {
    return LINK.matcher(line).replaceAll("$1").replace("`", "");
  }

  private static String text() {
    try (InputStream page = Runbook.class.getResourceAsStream(PAGE)) {
      if (page == null) {
        throw new IllegalStateException("the jar has no " + PAGE);
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
