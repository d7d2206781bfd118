package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.follow.Fault.Kind;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void allAreCountedAndTheFirstOfEachKindAreKept() {
    faults.accept(new Fault(Kind.DUPLICATE, "once"));
    for (int i = 1; i <= 5; i++) {
      faults.accept(new Fault(Kind.GAP, "gap " + i));
    }

    assertThat(faults.lines())
        .containsExactly("5 x GAP: gap 1; gap 2; gap 3", "1 x DUPLICATE: once");
  }
}
