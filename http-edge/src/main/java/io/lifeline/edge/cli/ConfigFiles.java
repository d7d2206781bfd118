package io.lifeline.edge.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.settings.ConfigLayers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file behind {@code --config}. */
final class ConfigFiles {
  private ConfigFiles() {}

  /** Nothing if no file was named. */
  static Config read(@Nullable Path file) {
    return file == null ? ConfigFactory.empty() : ConfigLayers.file(file);
  }
}
