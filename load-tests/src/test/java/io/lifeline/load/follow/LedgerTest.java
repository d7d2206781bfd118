package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.follow.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final List<Fault> faults = new ArrayList<>();
  private final Ledger ledger = new Ledger(faults::add);

  @Test
  void whatIsAcknowledgedAndReceivedAgrees() {
    ledger.acknowledged("news", at(1, "a"), 10);
    ledger.received("news", at(1, "a"), 10);
    ledger.received("news", at(1, "a"), 10);
    ledger.received("alerts", at(1, "a"), 11);

    assertThat(faults).isEmpty();
    assertThat(ledger.acknowledged()).isEqualTo(1);
    assertThat(ledger.lost()).isZero();
    assertThat(ledger.last("news")).contains(at(1, "a"));
  }

  @Test
  void twoMessagesAtOnePositionAreAContradiction() {
    ledger.received("news", at(1, "a"), 10);
    ledger.received("news", at(1, "a"), 11);

    assertThat(faults).extracting(Fault::kind).containsExactly(Kind.CONTRADICTION);
  }

  @Test
  void anAcknowledgementOfAnotherMessagesPositionIsAContradiction() {
    ledger.received("news", at(1, "a"), 10);
    ledger.acknowledged("news", at(1, "a"), 11);

    assertThat(faults).extracting(Fault::kind).containsExactly(Kind.CONTRADICTION);
  }

  @Test
  void aMessageAtTwoPositionsOfAnEpochWasPublishedTwice() {
    ledger.received("news", at(1, "a"), 10);
    ledger.received("news", at(2, "a"), 10);

    assertThat(faults).extracting(Fault::kind).containsExactly(Kind.PUBLISHED_TWICE);
  }

  @Test
  void aMessageThatComesAgainInALaterEpochIsCounted() {
    ledger.received("news", at(1, "a"), 10);
    ledger.acknowledged("news", at(1, "b"), 10);
    ledger.received("news", at(1, "b"), 10);

    assertThat(faults).isEmpty();
    assertThat(ledger.again()).isEqualTo(1);
  }

  @Test
  void whatNobodyReceivedIsLost() {
    ledger.acknowledged("news", at(1, "a"), 10);
    ledger.acknowledged("news", at(2, "a"), 11);
    ledger.received("news", at(1, "a"), 10);

    assertThat(ledger.lost()).isEqualTo(1);
  }

  private static Position at(long offset, String epoch) {
    return new Position(offset, epoch);
  }
}
