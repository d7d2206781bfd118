package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.follow.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each sequence that must not be, and those that may. */
final class FollowerTest {
  private final List<Fault> faults = new ArrayList<>();
  private final Follower follower = new Follower("news", faults::add);

  @BeforeEach
  void isAtTheBeginning() {
    assertThat(follower.begin()).isEmpty();
  }

  @Test
  void messagesOneAfterTheOtherAreFine() {
    told(5, "a");
    hears(6, 7, 8);

    assertThat(faults).isEmpty();
    assertThat(follower.at()).contains(new Position(8, "a"));
  }

  @Test
  void aMissingMessageIsAGapAndCountsOnce() {
    told(5, "a");
    hears(6, 8, 9);

    assertThat(kinds()).containsExactly(Kind.GAP);
    assertThat(faults.get(0).text()).isEqualTo("news: message 8:a after 6:a");
  }

  @Test
  void aGapRightAfterThePositionIsFound() {
    told(5, "a");
    hears(7);

    assertThat(kinds()).containsExactly(Kind.GAP);
  }

  @Test
  void aMessageThatComesAgainIsADuplicate() {
    told(5, "a");
    hears(6, 7, 7, 8);

    assertThat(kinds()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void anOlderMessageIsADuplicateAndDoesNotMoveThePlace() {
    told(5, "a");
    hears(6, 7, 5, 8);

    assertThat(kinds()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void anEpochThatChangesWithoutAWordIsFound() {
    told(5, "a");
    hears(6);
    follower.publication(new Position(7, "b"));

    assertThat(kinds()).containsExactly(Kind.EPOCH);
  }

  @Test
  void aMessageBeforeThePositionIsFound() {
    hears(6);

    assertThat(kinds()).containsExactly(Kind.UNPOSITIONED);
  }

  @Test
  void aMessageOfANewConnectionBeforeItsPositionIsFound() {
    told(5, "a");
    hears(6);
    follower.begin();
    hears(7);

    assertThat(kinds()).containsExactly(Kind.UNPOSITIONED);
  }

  @Test
  void aClientResumesAfterTheLastThatItHeard() {
    told(5, "a");
    hears(6, 7);

    assertThat(follower.begin()).contains(new Position(7, "a"));
  }

  @Test
  void recoveredMessagesComeBeforeLiveOnes() {
    resumesAfter(7);
    follower.positioned(new Position(9, "a"), Optional.of(true));
    hears(8, 9, 10);

    assertThat(faults).isEmpty();
    assertThat(follower.losses()).isZero();
  }

  @Test
  void aRecoveryThatLeavesMessagesOutIsAGap() {
    resumesAfter(7);
    follower.positioned(new Position(9, "a"), Optional.of(true));
    hears(9, 10);

    assertThat(kinds()).containsExactly(Kind.GAP);
  }

  @Test
  void aRecoveryThatIsOnlySaidIsAGapWithTheFirstLiveMessage() {
    resumesAfter(7);
    follower.positioned(new Position(9, "a"), Optional.of(true));
    hears(10);

    assertThat(kinds()).containsExactly(Kind.GAP);
  }

  @Test
  void aRecoveryThatRepeatsAMessageIsADuplicate() {
    resumesAfter(7);
    follower.positioned(new Position(9, "a"), Optional.of(true));
    hears(7, 8, 9);

    assertThat(kinds()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void aRecoveryIntoAnotherEpochIsWrong() {
    resumesAfter(7);
    follower.positioned(new Position(9, "b"), Optional.of(true));

    assertThat(kinds()).containsExactly(Kind.WRONG_RECOVERY);
  }

  @Test
  void aRecoveryToBeforeThePlaceIsWrong() {
    resumesAfter(7);
    follower.positioned(new Position(6, "a"), Optional.of(true));

    assertThat(kinds()).containsExactly(Kind.WRONG_RECOVERY);
  }

  @Test
  void aLossThatIsSaidIsNoFaultAndIsCounted() {
    resumesAfter(7);
    follower.positioned(new Position(2, "b"), Optional.of(false));
    follower.publication(new Position(3, "b"));

    assertThat(faults).isEmpty();
    assertThat(follower.losses()).isEqualTo(1);
  }

  @Test
  void afterALossTheNextMessageIsTheOneAfterThePositionThatWasTold() {
    resumesAfter(7);
    follower.positioned(new Position(20, "a"), Optional.of(false));
    hears(22);

    assertThat(kinds()).containsExactly(Kind.GAP);
  }

  @Test
  void whoResumesMustBeToldWhetherItRecovers() {
    resumesAfter(7);
    follower.positioned(new Position(7, "a"), Optional.empty());

    assertThat(kinds()).containsExactly(Kind.NOT_SAID);
  }

  @Test
  void whoDoesNotResumeIsToldNothingOfRecovery() {
    follower.positioned(new Position(7, "a"), Optional.of(true));

    assertThat(kinds()).containsExactly(Kind.SAID_UNASKED);
  }

  @Test
  void aPositionIsToldOnceInAConnection() {
    told(5, "a");
    told(5, "a");

    assertThat(kinds()).containsExactly(Kind.POSITIONED_TWICE);
  }

  @Test
  void afterAResetTheNextMessageIsTheOneAfterIt() {
    told(5, "a");
    hears(6);
    follower.reset(new Position(0, "b"));
    follower.publication(new Position(1, "b"));

    assertThat(faults).isEmpty();
    assertThat(follower.losses()).isEqualTo(1);
  }

  @Test
  void aGapAfterAResetIsFound() {
    told(5, "a");
    follower.reset(new Position(0, "b"));
    follower.publication(new Position(2, "b"));

    assertThat(kinds()).containsExactly(Kind.GAP);
  }

  @Test
  void aResetBeforeThePositionIsFound() {
    follower.reset(new Position(0, "b"));

    assertThat(kinds()).containsExactly(Kind.UNPOSITIONED);
  }

  private void told(long offset, String epoch) {
    follower.positioned(new Position(offset, epoch), Optional.empty());
  }

  private void resumesAfter(long offset) {
    told(offset, "a");
    follower.begin();
  }

  private void hears(long... offsets) {
    for (long offset : offsets) {
      follower.publication(new Position(offset, "a"));
    }
  }

  private List<Kind> kinds() {
    return faults.stream().map(Fault::kind).toList();
  }
}
