package io.lifeline.telemetry.kamon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The settings of a node without the agent, for a test that starts Kamon. */
final class KamonConfig {
  private KamonConfig() {}

  /**
   * @param lines that differ from a node's
   */
  static Config with(String... lines) {
    return ConfigFactory.parseString(
            String.join("\n", lines) + "\n" + InstrumentationAgent.KEY + " = off")
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(ConfigFactory.parseResources("lifeline-defaults.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
