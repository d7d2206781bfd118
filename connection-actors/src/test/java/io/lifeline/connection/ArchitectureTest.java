package io.lifeline.connection;

import io.lifeline.telemetry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void thisModuleKeepsTheRulesOfAll() {
    ArchitectureRules.check("connection");
  }
}
