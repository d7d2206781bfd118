package io.lifeline.load.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReceivedTest {
  private final Received received = new Received();

  @Test
  void onlyNumberedPublicationsCount() {
    onText("{\"connected\":{\"user\":\"u\"}}");
    onText("{\"channel\":\"c\",\"data\":{\"n\":0},\"offset\":1}");
    onText("{\"channel\":\"c\",\"data\":{\"n\":1},\"offset\":2}");

    assertThat(received.publications()).isEqualTo(2);
    assertThat(received.gaps()).isZero();
  }

  @Test
  void aMissingNumberAndARepeatedOneAreGaps() {
    onText("{\"n\":4}");
    onText("{\"n\":6}");
    onText("{\"n\":6}");

    assertThat(received.gaps()).isEqualTo(2);
  }

  private void onText(String text) {
    received.onText(text.getBytes(UTF_8));
  }
}
