package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final NodeId SELF = new NodeId("self:1", 1);
  private static final NodeId WRITER = new NodeId("writer:1", 2);
  private static final NodeId OTHER = new NodeId("other:1", 3);
  private static final long KEPT_FOR = 3_600_000;
  private static final Term TERM = new Term(3, "a");

  private final Copies copies = new Copies(SELF, 4000);

  @Test
  void whoeverClaimsLaterIsObeyedAndTheEarlierRefused() {
    install("news", TERM);
    Term later = new Term(4, "b");

    assertThat(copies.take("news", new ToReplica.Fence(later, OTHER), 0))
        .isEqualTo(new FromReplica.Fenced(SELF, later, new FromReplica.Stand("e", 3, 0)));

    assertThat(append("news", TERM, 1, 10)).isEqualTo(new FromReplica.Refused(SELF, TERM, 4));
    assertThat(install("news", TERM)).isEqualTo(new FromReplica.Refused(SELF, TERM, 4));
    assertThat(copies.take("news", new ToReplica.Ask(), 0))
        .isEqualTo(new FromReplica.Known(SELF, 4));
  }

  @Test
  void twoThatClaimTheSameGenerationAreToldApart() {
    copies.take("news", new ToReplica.Fence(new Term(3, "b"), OTHER), 0);

    assertThat(install("news", TERM)).isInstanceOf(FromReplica.Refused.class);
    assertThat(append("news", TERM, 1, 10)).isInstanceOf(FromReplica.Refused.class);
  }

  @Test
  void entityOnANodeThatIsNoMemberIsRefused() {
    install("news", TERM);

    copies.obey(node -> !node.equals(WRITER));

    assertThat(append("news", TERM, 1, 10)).isInstanceOf(FromReplica.Refused.class);
    assertThat(install("other", TERM)).isInstanceOf(FromReplica.Refused.class);
  }

  @Test
  void earlierCopyCountsUntilTheLaterHasArrived() {
    install("news", TERM);
    append("news", TERM, 1, 10);
    Term later = new Term(4, "b");

    copies.take(
        "news", new ToReplica.Install(later, OTHER, "e", 2, 0, Set.of(SELF, OTHER), KEPT_FOR), 0);
    append("news", later, 1, 10);
    assertThat(copies.stand("news")).isEqualTo(new FromReplica.Stand("e", 3, 1));

    append("news", later, 2, 10);
    assertThat(copies.stand("news")).isEqualTo(new FromReplica.Stand("e", 4, 2));
  }

  @Test
  void whatDoesNotFitIsRefusedAndWhatIsThereStays() {
    install("news", TERM);
    assertThat(append("news", TERM, 1, 2000)).isEqualTo(new FromReplica.Stored(SELF, TERM, 1));

    assertThat(append("news", TERM, 2, 2000)).isEqualTo(new FromReplica.Full(SELF, TERM));

    assertThat(copies.stand("news").offset()).isEqualTo(1);
    assertThat(copies.bytes()).isBetween(2000L, 4000L);
  }

  @Test
  void copyIsForgottenWhenItsChannelWasSilentForTooLong() {
    install("news", TERM);
    copies.take("other", new ToReplica.Fence(TERM, WRITER), 0);

    copies.forgetOld(KEPT_FOR);
    assertThat(copies.channels()).isEqualTo(1); // of the other there was only a promise
    assertThat(copies.stand("news").absent()).isFalse();

    copies.forgetOld(KEPT_FOR + 1);
    assertThat(copies.channels()).isZero();
    assertThat(copies.bytes()).isZero();
  }

  @Test
  void whoIsNotAmongTheHoldersForgetsAtOnce() {
    install("news", TERM);
    append("news", TERM, 1, 1000);

    copies.take("news", new ToReplica.Settle(TERM, Set.of(WRITER, OTHER)), 0);

    assertThat(copies.stand("news").absent()).isTrue();
    assertThat(copies.bytes()).isLessThan(1000);
  }

  @Test
  void knowsWhatIsOnAnotherNodeAsWell() {
    install("news", TERM);
    copies.take("other", new ToReplica.Fence(TERM, WRITER), 0);

    assertThat(copies.sharedWith(WRITER)).containsExactly("news");
    assertThat(copies.sharedWith(OTHER)).isEmpty();
    copies.take("news", new ToReplica.Settle(TERM, Set.of(SELF, OTHER)), 0);
    assertThat(copies.sharedWith(OTHER)).containsExactly("news");
  }

  private @Nullable FromReplica install(String channel, Term term) {
    return copies.take(
        channel, new ToReplica.Install(term, WRITER, "e", 0, 0, Set.of(SELF, WRITER), KEPT_FOR), 0);
  }

  private @Nullable FromReplica append(String channel, Term term, long offset, int bytes) {
    LogEntry entry = new LogEntry(offset, 0, "", ByteString.fromString("1".repeat(bytes)));
    return copies.take(
        channel,
        new ToReplica.Append(
            term, new Chunk(offset - 1, offset, List.of(entry)), Horizon.BEGINNING),
        0);
  }
}
