package io.lifeline.load.follow;

import io.lifeline.load.peer.End;
import io.lifeline.load.peer.PeerLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Many {@link RecoveringClient}s on one loop and what they say together. Its public methods may be
 * called from any thread but the loop's; they ask the loop and wait for its answer.
 */
public final class Audience {
  private static final Duration WATCH_EVERY = Duration.ofMillis(500);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final long SLOWEST_MICROS = 600_000_000;

  private final PeerLoop loop;
  private final Entrance entrance;
  private final Ledger ledger;
  private final Faults faults;
  private final SplittableRandom random;
  private final Set<RecoveringClient> clients = new LinkedHashSet<>();
  private final RecoveringClient.Listener listener = new Ears();
  private final Map<String, Integer> ends = new TreeMap<>();
  private Histogram latency = new Histogram(SLOWEST_MICROS, 3);
  private Histogram greeting = new Histogram(SLOWEST_MICROS, 3);
  private @Nullable Outage outage;
  private long connections;

  public Audience(
      PeerLoop loop, Entrance entrance, Ledger ledger, Faults faults, SplittableRandom random) {
    this.loop = loop;
    this.entrance = entrance;
    this.ledger = ledger;
    this.faults = faults;
    this.random = random;
    loop.execute(this::watch);
  }

  /** One more client, which connects within {@code spread} from now. */
  public void add(String user, List<String> channels, Duration spread) {
    loop.execute(
        () -> {
          RecoveringClient client =
              new RecoveringClient(loop, entrance, user, channels, listener, random.split());
          clients.add(client);
          long wait = random.nextLong(1 + spread.toMillis());
          loop.after(Duration.ofMillis(wait), client::connect);
        });
  }

  /** How many are not connected, or do not know yet where each of their channels is. */
  public int notServed() {
    return count(client -> !client.isServed());
  }

  public int connected() {
    return count(RecoveringClient::isConnected);
  }

  /** Those that are connected to this node, or are connecting. */
  public int at(InetSocketAddress node) {
    return count(client -> client.isConnected() && node.equals(client.node()));
  }

  /** A fault happens now; from here on it is measured when each client is served again. */
  public void faultAt(Set<InetSocketAddress> nodes) {
    ask(
        () -> {
          Set<RecoveringClient> affected =
              clients.stream()
                  .filter(client -> client.node() != null && nodes.contains(client.node()))
                  .collect(Collectors.toSet());
          outage = new Outage(System.nanoTime(), clients, affected);
          return outage;
        });
  }

  /** How many have not been served since the last fault. */
  public int waiting() {
    return ask(() -> outage == null ? 0 : outage.waiting());
  }

  /** For people: how long it took to be served again after the last fault. */
  public String outage() {
    return ask(() -> outage == null ? "no fault" : outage.text());
  }

  /** Ends all connections at once, with RST. */
  public void breakAll() {
    ask(
        () -> {
          List.copyOf(clients).forEach(RecoveringClient::breakConnection);
          return clients.size();
        });
  }

  /** All leave in an orderly way and do not come back. */
  public void leave() {
    ask(
        () -> {
          clients.forEach(RecoveringClient::leave);
          return clients.size();
        });
  }

  /** What is still missing until each has all that was acknowledged; the first few. */
  public List<String> behind(int most) {
    return ask(
        () ->
            clients.stream()
                .flatMap(client -> client.followers().entrySet().stream())
                .filter(entry -> isBehind(entry.getKey(), entry.getValue()))
                .limit(most)
                .map(
                    entry ->
                        entry.getKey()
                            + " is followed up to "
                            + entry.getValue().at().map(Position::toString).orElse("nowhere")
                            + " (expected: "
                            + ledger.last(entry.getKey()).map(Position::toString).orElse("")
                            + ")")
                .toList());
  }

  /** Channels that a client follows in another epoch than that of the last acknowledged message. */
  public Set<String> begunAnew() {
    return ask(
        () ->
            clients.stream()
                .flatMap(client -> client.followers().entrySet().stream())
                .filter(entry -> isElsewhere(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
  }

  private boolean isElsewhere(String channel, Follower follower) {
    Optional<Position> last = ledger.last(channel);
    Optional<Position> at = follower.at();
    return last.isPresent() && at.isPresent() && !at.get().epoch().equals(last.get().epoch());
  }

  private boolean isBehind(String channel, Follower follower) {
    Optional<Position> last = ledger.last(channel);
    Optional<Position> at = follower.at();
    return last.isPresent()
        && (at.isEmpty()
            || isElsewhere(channel, follower)
            || at.get().offset() < last.get().offset());
  }

  /** How many times a client was told that messages of a channel are lost that had some. */
  public long losses() {
    return losses(channel -> ledger.last(channel).isPresent());
  }

  /** The same of channels to which nothing was published: alarms without a loss. */
  public long falseAlarms() {
    return losses(channel -> ledger.last(channel).isEmpty());
  }

  /** How many times a client was told that messages of such a channel are lost. */
  public long losses(Predicate<String> ofChannel) {
    return ask(
        () ->
            clients.stream()
                .flatMap(client -> client.followers().entrySet().stream())
                .filter(entry -> ofChannel.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().losses())
                .sum());
  }

  /** How many connections were begun. */
  public long connections() {
    return ask(() -> connections);
  }

  /** Connections that ended, by how. */
  public Map<String, Integer> ends() {
    return ask(() -> new TreeMap<>(ends));
  }

  /** Microseconds from when each message was due until a client had it; begins anew. */
  public Histogram takeLatency() {
    return ask(
        () -> {
          Histogram taken = latency;
          latency = new Histogram(SLOWEST_MICROS, 3);
          return taken;
        });
  }

  /** Microseconds from when a client began to connect until it was greeted; begins anew. */
  public Histogram takeGreeting() {
    return ask(
        () -> {
          Histogram taken = greeting;
          greeting = new Histogram(SLOWEST_MICROS, 3);
          return taken;
        });
  }

  private int count(Predicate<RecoveringClient> which) {
    return ask(() -> (int) clients.stream().filter(which).count());
  }

  private <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.get()));
    return answer.orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  // --- from here on: the loop's thread only

  private void watch() {
    long now = System.nanoTime();
    List.copyOf(clients).forEach(client -> client.watch(now));
    loop.after(WATCH_EVERY, this::watch);
  }

  private final class Ears implements RecoveringClient.Listener {
    @Override
    public void publication(RecoveringClient client, ServerText.Publication heard) {
      if (heard.number() < 0) {
        return;
      }
      long now = System.nanoTime();
      ledger.received(heard.channel(), heard.at(), heard.number());
      long micros = Math.max(0, (now - heard.dueNanos()) / 1000);
      latency.recordValue(Math.min(SLOWEST_MICROS, micros));
      if (outage != null) {
        outage.received(client, heard.dueNanos(), now);
      }
    }

    @Override
    public void fault(Fault fault) {
      faults.accept(fault);
    }

    @Override
    public void connecting() {
      connections++;
    }

    @Override
    public void greeted(long nanos) {
      greeting.recordValue(Math.min(SLOWEST_MICROS, nanos / 1000));
    }

    @Override
    public void ended(End end) {
      String how = end.code() > 0 ? Integer.toString(end.code()) : end.cause().name();
      ends.merge(how, 1, Integer::sum);
    }
  }
}
