package io.lifeline.load.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UpgradeTest {
  @Test
  void theAcceptOfTheStandardIsComputed() {
    // the example of RFC 6455 section 1.3
    assertThat(Upgrade.accept("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }
}
