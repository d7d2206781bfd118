package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.channels.replica.Peers.Peer;
import io.lifeline.supervision.channels.replica.Peers.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One entity, with replicas that answer at once unless they are silent. */
class ReplicationTest {
  private static final NodeId A = new NodeId("a:1", 1);
  private static final NodeId B = new NodeId("b:1", 2);
  private static final NodeId C = new NodeId("c:1", 3);

  private final Map<NodeId, Copies> replicas = new LinkedHashMap<>();
  private final Set<NodeId> silent = new LinkedHashSet<>();
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private long now = 1000;
  private long offset;

  @Test
  void aloneItAcceptsWhereItMay() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A));

    append(channel);

    assertThat(told).containsExactly("began at 0", "safe to 1");
  }

  @Test
  void aloneItRefusesWhereItMayNot() {
    Replication channel = begin(ReplicaSettings.WhenAlone.REFUSE, up(A));
    assertThat(told).containsExactly("began at 0", "stalled");

    append(channel);
    assertThat(told).hasSize(2);

    channel.onPeers(up(A, B), now);
    answer();
    assertThat(told).endsWith("resumed", "safe to 1");
  }

  @Test
  void messageIsSafeWhenAnotherNodeHasIt() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B));

    appendUnanswered(channel);
    assertThat(told).containsExactly("began at 0");

    answer();
    assertThat(told).endsWith("safe to 1");
    assertThat(replica(B).stand("news").offset()).isEqualTo(1);
  }

  @Test
  void silentReplicaIsReplacedAndTheNewOneHasEverything() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C));
    append(channel);
    NodeId first = replica(B).stand("news").absent() ? C : B;
    NodeId second = first.equals(B) ? C : B;
    silent.add(first);

    append(channel);
    pass(channel, 900);
    assertThat(told).doesNotContain("stalled", "safe to 2");

    pass(channel, 200);
    assertThat(told).endsWith("stalled", "safe to 2", "resumed");
    assertThat(replica(second).stand("news").offset()).isEqualTo(2);
  }

  @Test
  void nobodyAnswersSoNothingIsSafe() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C));
    silent.addAll(List.of(B, C));

    append(channel);
    pass(channel, 5000);

    assertThat(told).containsExactly("began at 0", "stalled");
    silent.clear();
    pass(channel, 2000);
    assertThat(told).endsWith("safe to 1", "resumed");
  }

  @Test
  void minorityOfAPartitionAcknowledgesNothingThoughAReplicaAnswers() {
    NodeId d = new NodeId("d:1", 4);
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C, d));
    append(channel);
    NodeId chosen =
        List.of(B, C, d).stream().filter(n -> !replica(n).stand("news").absent()).findFirst().get();

    channel.onPeers(
        new Peers(
            A,
            List.of(A, B, C, d).stream()
                .map(n -> new Peer(n, Standing.UP, n.equals(A) || n.equals(chosen)))
                .toList()),
        now);
    append(channel);

    assertThat(told).containsExactly("began at 0", "safe to 1", "stalled");
  }

  @Test
  void laterEntityOustsTheEarlier() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C));
    append(channel);
    replicas
        .values()
        .forEach(copies -> copies.take("news", new ToReplica.Fence(new Term(9, "x"), B), now));

    append(channel);

    assertThat(told).endsWith("safe to 1", "ousted");
    assertThat(channel.needsTicks()).isFalse();
  }

  @Test
  void memberThatIsSilentIsWaitedForAndOneThatIsGoneIsNot() {
    silent.add(C);
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C));
    pass(channel, 3000);
    assertThat(told).containsExactly("stalled");

    channel.onPeers(up(A, B), now);
    answer();

    assertThat(told).containsExactly("stalled", "began at 0", "resumed");
  }

  @Test
  void aLargeLogArrivesInPieces() {
    Replication channel = begin(ReplicaSettings.WhenAlone.ACCEPT, up(A, B));
    for (int i = 0; i < 40; i++) {
      offset++;
      channel.append(
          new LogEntry(offset, now, "", ByteString.fromString("1".repeat(60_000))),
          Horizon.BEGINNING,
          now);
    }
    answer();
    Replication next = replication(ReplicaSettings.WhenAlone.ACCEPT, up(A, B, C), C, "next");
    channel.onPeers(up(A, B, C), now);
    told.clear();

    next.begin(now);
    answer();

    assertThat(told).containsExactly("began at 40");
  }

  private Replication begin(ReplicaSettings.WhenAlone whenAlone, Peers peers) {
    Replication channel = replication(whenAlone, peers, A, "first");
    channel.begin(now);
    answer();
    return channel;
  }

  private Replication replication(
      ReplicaSettings.WhenAlone whenAlone, Peers peers, NodeId self, String claimant) {
    ReplicaSettings settings = new ReplicaSettings(1, Duration.ofSeconds(1), whenAlone, 10 << 20);
    Answering owner = new Answering();
    Replication replication =
        new Replication(
            "news",
            claimant,
            new Replication.Terms(settings, 60_000, () -> "e"),
            new Peers(self, peers.members()),
            owner);
    owner.replication = replication;
    return replication;
  }

  private void append(Replication channel) {
    appendUnanswered(channel);
    answer();
  }

  private void appendUnanswered(Replication channel) {
    offset++;
    channel.append(
        new LogEntry(offset, now, "", ByteString.fromString("1")), Horizon.BEGINNING, now);
  }

  private void pass(Replication channel, long millis) {
    for (long end = now + millis; now < end; ) {
      now += 100;
      channel.onTick(now);
      answer();
    }
  }

  private void answer() {
    while (!answers.isEmpty()) {
      answers.remove(0).run();
    }
  }

  private static Peers up(NodeId... nodes) {
    return new Peers(A, List.of(nodes).stream().map(n -> new Peer(n, Standing.UP, true)).toList());
  }

  private Copies replica(NodeId id) {
    return replicas.computeIfAbsent(id, fresh -> new Copies(fresh, 10 << 20));
  }

  private final class Answering implements Replication.Owner {
    private @Nullable Replication replication;

    @Override
    public void send(NodeId to, ToReplica order) {
      answers.add(
          () -> {
            FromReplica answer = silent.contains(to) ? null : replica(to).take("news", order, now);
            if (answer != null && replication != null) {
              replication.onAnswer(answer, now);
            }
          });
    }

    @Override
    public void began(LogCopy log) {
      told.add("began at " + log.offset());
    }

    @Override
    public void safe(long upTo) {
      told.add("safe to " + upTo);
    }

    @Override
    public void stalled() {
      told.add("stalled");
    }

    @Override
    public void resumed() {
      told.add("resumed");
    }

    @Override
    public void ousted() {
      told.add("ousted");
    }
  }
}
