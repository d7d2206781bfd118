package io.lifeline.edge.ops.cluster;

import io.lifeline.supervision.cluster.ClusterSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.util.ByteString;

/**
 * Asks the {@link LookDesk}s of all other nodes at once. Every node has an answer in the end: what
 * it said, or why it said nothing. One that cannot be reached, or dies meanwhile, costs no more
 * than the limit of time. Answers of one question are held together up to {@value #MOST_OF_ALL}
 * bytes, of one node up to {@value #MOST_OF_ONE}. Thread-safe.
 */
public final class ClusterLooks {
  static final int MOST_OF_ONE = 8 << 20;
  static final int MOST_OF_ALL = 32 << 20;

  private static final String DESK = "/user/ops/" + LookDesk.NAME;
  private static final Set<MemberStatus> GONE = Set.of(MemberStatus.down(), MemberStatus.removed());

  private final ActorSystem<?> system;
  private final Duration within;

  /**
   * @param within what each node has to answer
   */
  public ClusterLooks(ActorSystem<?> system, Duration within) {
    this.system = system;
    this.within = within;
  }

  /** Where other nodes reach this one. */
  public String address() {
    return Cluster.get(system).selfMember().address().hostPort();
  }

  /**
   * Never fails.
   *
   * @param query as a request to the listener of each would have it
   * @return in the order of their addresses
   */
  public CompletionStage<List<NodeAnswer>> askOthers(String look, Map<String, String> query) {
    Cluster cluster = Cluster.get(system);
    ClusterEvent.CurrentClusterState state = cluster.state();
    List<Member> others =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
            .filter(member -> member.hasRole(ClusterSettings.GATEWAY_ROLE))
            .filter(member -> !GONE.contains(member.status()))
            .sorted(Comparator.comparing(member -> member.address().hostPort()))
            .toList();
    int most = Math.min(MOST_OF_ONE, MOST_OF_ALL / Math.max(1, others.size()));
    List<CompletableFuture<NodeAnswer>> answers =
        others.stream()
            .map(
                member ->
                    state.getUnreachable().contains(member)
                        ? CompletableFuture.completedFuture(
                            NodeAnswer.missing("", member.address().hostPort(), "unreachable"))
                        : ask(member, look, query, most))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<NodeAnswer> ask(
      Member member, String look, Map<String, String> query, int most) {
    String address = member.address().hostPort();
    // By its path, not by the Receptionist: a node that has just come can be asked at once.
    ActorRef<LookRequest> desk =
        ActorRefResolver.get(system).resolveActorRef(member.address() + DESK);
    CompletionStage<LookAnswer> answer =
        AskPattern.ask(
            desk,
            replyTo -> new LookRequest(look, query, most, replyTo),
            within,
            system.scheduler());
    return answer
        .thenCompose(said -> read(address, said, most))
        .toCompletableFuture()
        .orTimeout(within.toNanos(), TimeUnit.NANOSECONDS) // asking and reading together
        .exceptionally(failure -> NodeAnswer.missing("", address, reason(failure)));
  }

  private CompletionStage<NodeAnswer> read(String address, LookAnswer answer, int most) {
    if (answer instanceof LookAnswer.Refused refused) {
      return CompletableFuture.completedFuture(
          NodeAnswer.withStatus(refused.node(), address, refused.status(), refused.line()));
    }
    LookAnswer.Said said = (LookAnswer.Said) answer;
    return said.body()
        .getSource()
        .limitWeighted(most, piece -> (long) piece.size())
        .completionTimeout(within)
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .thenApply(body -> NodeAnswer.said(said.node(), address, body));
  }

  private String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException
        ? "no answer within " + seconds(within)
        : "its answer broke off: " + cause.getMessage();
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
