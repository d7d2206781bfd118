package io.lifeline.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operations page names every setting of the cluster, with the default that it has. */
class OperationsPageTest {
  private static final Path PAGE = Path.of("..", "supervision", "OPERATIONS.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ((?:`[a-z.-]+`(?:, )?)+) \\| (.+?) \\|");
  private static final Pattern KEY = Pattern.compile("`([a-z.-]+)`");

  @Test
  void everySettingOfTheClusterIsThereWithItsDefault() throws IOException {
    Config cluster =
        ConfigLayers.layered(ConfigFactory.empty(), ConfigFactory.empty())
            .getConfig("lifeline.cluster");
    Map<String, String> defaults =
        cluster.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> shown(entry.getValue().unwrapped())));

    assertThat(page()).containsExactlyInAnyOrderEntriesOf(defaults);
  }

  private static Map<String, String> page() throws IOException {
    String text = Files.readString(PAGE);
    String section = text.substring(text.indexOf("## Settings of the cluster"));
    return ROW.matcher(section)
        .results()
        .flatMap(
            row ->
                KEY.matcher(row.group(1))
                    .results()
                    .map(key -> Map.entry(key.group(1), plain(row.group(2)))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String plain(String cell) {
    Matcher quoted = Pattern.compile("`(.*)`").matcher(cell);
    return quoted.matches() ? quoted.group(1) : cell;
  }

  private static String shown(Object value) {
    return switch (value.toString()) {
      case "" -> "empty";
      case "[]" -> "none";
      case "false" -> "off";
      case "[gateway]" -> "gateway";
      default -> value.toString();
    };
  }
}
