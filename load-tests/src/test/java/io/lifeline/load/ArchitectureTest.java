package io.lifeline.load;

import io.lifeline.telemetry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void thisModuleKeepsTheRulesOfAll() {
    ArchitectureRules.check("load");
  }
}
