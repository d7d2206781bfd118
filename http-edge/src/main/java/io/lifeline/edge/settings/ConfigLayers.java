package io.lifeline.edge.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.lifeline.telemetry.settings.InvalidSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Layers a node's configuration: command line, system properties, the user's configuration, what
 * development mode presets, what Lifeline decides for Pekko and Kamon, and every library's own
 * reference.
 */
public final class ConfigLayers {
  private static final String DEVELOPMENT = "lifeline.edge.development";

  private ConfigLayers() {}

  /**
   * The whole configuration of a node.
   *
   * @param commandLine what was said in options; wins over everything
   * @param user the configuration file, or what an embedding application says
   * @throws InvalidSettings if a reference in it leads nowhere
   */
  public static Config layered(Config commandLine, Config user) {
    Config own = commandLine.withFallback(ConfigFactory.defaultOverrides()).withFallback(user);
    Config defaults =
        ConfigFactory.parseResources("lifeline-pekko.conf")
            .withFallback(ConfigFactory.parseResources("lifeline-defaults.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    try {
      Config plain = own.withFallback(defaults).resolve();
      return isDevelopment(plain)
          ? own.withFallback(ConfigFactory.parseResources("lifeline-development.conf"))
              .withFallback(defaults)
              .resolve()
          : plain;
    } catch (ConfigException e) {
      throw new InvalidSettings(List.of("configuration: " + oneLine(e)));
    }
  }

  /**
   * The contents of a configuration file in HOCON.
   *
   * @throws InvalidSettings if it cannot be read or is not HOCON
   */
  public static Config file(Path file) {
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException.IO e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InvalidSettings(List.of("configuration file: " + cause.getMessage()));
    } catch (ConfigException e) {
      throw new InvalidSettings(List.of("configuration file " + oneLine(e)));
    }
  }

  private static boolean isDevelopment(Config config) {
    try {
      return config.getBoolean(DEVELOPMENT);
    } catch (ConfigException e) {
      return false; // EdgeSettings reports the value
    }
  }

  private static String oneLine(ConfigException problem) {
    String message = String.valueOf(problem.getMessage());
    return message.replaceAll("\\s+", " ").trim();
  }
}
