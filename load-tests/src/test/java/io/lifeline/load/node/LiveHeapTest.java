package io.lifeline.load.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LiveHeapTest {
  @Test
  void theTotalOfAHistogramIsItsBytes() {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         64203        6284776  [B (java.base@17.0.15)
        Total        412345       19876543
        """;

    assertThat(LiveHeap.total(histogram)).isEqualTo(19_876_543);
  }

  @Test
  void anAnswerWithoutTotalIsRefused() {
    assertThatThrownBy(() -> LiveHeap.total("java.io.IOException: No such process"))
        .hasMessageContaining("No such process");
  }
}
