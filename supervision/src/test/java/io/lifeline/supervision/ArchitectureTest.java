package io.lifeline.supervision;

import io.lifeline.telemetry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void thisModuleKeepsTheRulesOfAll() {
    ArchitectureRules.check("supervision");
  }
}
