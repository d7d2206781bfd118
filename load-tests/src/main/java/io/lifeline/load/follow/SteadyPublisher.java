package io.lifeline.load.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to channels in turn by the clock, through the HTTP API of any living node. What is not
 * answered is sent again to another node under the same idempotency key, until it is acknowledged
 * or its time is over; what was acknowledged goes into the ledger. A fault at one node does not
 * hold up what is due next.
 */
public final class SteadyPublisher implements AutoCloseable {
  /** A node answers within its own limit of 5 s, or not at all. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(6);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(10);
  private static final int MOST_WAITING = 5000;

  /** Internal error or not known whether published, and too many requests. */
  private static final Set<Integer> TRY_AGAIN = Set.of(100, 111);

  private static final JsonMapper JSON = new JsonMapper();

  private record Message(String channel, long number, long dueNanos) {}

  /**
   * How it went so far.
   *
   * @param unknown not acknowledged in time: published or not
   * @param leftOut not sent, because too many waited already
   */
  public record Count(long sent, long acknowledged, long retried, long unknown, long leftOut) {}

  private final Entrance entrance;
  private final List<String> channels;
  private final Ledger ledger;
  private final Faults faults;
  private final String name;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(SteadyPublisher::daemon);
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Numbers of messages beside the clock, from above all others downwards. */
  private final AtomicLong extra = new AtomicLong(1L << 50);

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private volatile boolean publishing = true;
  private final AtomicLong sent = new AtomicLong();

  private SteadyPublisher(
      String name, Entrance entrance, List<String> channels, Ledger ledger, Faults faults) {
    this.name = name;
    this.entrance = entrance;
    this.channels = List.copyOf(channels);
    this.ledger = ledger;
    this.faults = faults;
  }

  /**
   * @param name of its keys, different from that of any other
   * @param perSecond over all channels
   */
  public static SteadyPublisher start(
      String name,
      Entrance entrance,
      List<String> channels,
      double perSecond,
      Ledger ledger,
      Faults faults) {
    SteadyPublisher publisher = new SteadyPublisher(name, entrance, channels, ledger, faults);
    publisher.begin(System.nanoTime(), (long) (1e9 / perSecond));
    return publisher;
  }

  public Count count() {
    return new Count(sent.get(), acknowledged.get(), retried.get(), unknown.get(), leftOut.get());
  }

  /** Publishes one message to each of these channels, now and beside the clock. */
  public void publishTo(Collection<String> some) {
    some.forEach(channel -> publish(extra.getAndDecrement(), channel, System.nanoTime()));
  }

  /** Publishes nothing new by the clock; what waits is still sent again. */
  public void stop() {
    publishing = false;
  }

  /** How many messages are neither acknowledged nor given up. */
  public int waiting() {
    return waiting.get();
  }

  @Override
  public void close() {
    publishing = false;
    clock.shutdownNow();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "steady-publisher");
    thread.setDaemon(true);
    return thread;
  }

  private void begin(long firstNanos, long everyNanos) {
    ScheduledFuture<?> unused =
        clock.scheduleAtFixedRate(
            () -> sendDue(firstNanos, everyNanos),
            0,
            Math.min(everyNanos, TICK.toNanos()),
            TimeUnit.NANOSECONDS);
  }

  /** Also what the clock was late for. */
  private void sendDue(long firstNanos, long everyNanos) {
    long due = firstNanos + sent.get() * everyNanos;
    while (publishing && due <= System.nanoTime()) {
      long number = sent.getAndIncrement();
      publish(number, channels.get((int) (number % channels.size())), due);
      due += everyNanos;
    }
  }

  private void publish(long number, String channel, long dueNanos) {
    if (waiting.get() >= MOST_WAITING) {
      leftOut.incrementAndGet();
      return;
    }
    waiting.incrementAndGet();
    send(new Message(channel, number, dueNanos));
  }

  private void send(Message message) {
    List<InetSocketAddress> living = entrance.living();
    if (living.isEmpty()) {
      retry(message);
      return;
    }
    InetSocketAddress node = living.get(Math.floorMod(turn.getAndIncrement(), living.size()));
    CompletableFuture<?> unused =
        http.sendAsync(request(node, message), BodyHandlers.ofString())
            .whenComplete((answer, failure) -> onAnswer(message, answer, failure));
  }

  private HttpRequest request(InetSocketAddress node, Message message) {
    String key = name + "-" + message.number();
    String body =
        JSON.createObjectNode()
            .put("channel", message.channel())
            .put("idempotency_key", key)
            .set("data", JSON.valueToTree(Map.of("n", message.number(), "due", message.dueNanos())))
            .toString();
    return HttpRequest.newBuilder(
            URI.create("http://" + node.getHostString() + ":" + node.getPort() + "/api/publish"))
        .timeout(ANSWER_LIMIT)
        .header("X-API-Key", entrance.apiKey())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private void onAnswer(
      Message message, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
    if (failure != null || answer == null || answer.statusCode() >= 500) {
      retry(message);
      return;
    }
    JsonNode json = json(answer.body());
    JsonNode result = json.path("result");
    if (result.has("offset")) {
      Position at = new Position(result.path("offset").asLong(), result.path("epoch").asText());
      ledger.acknowledged(message.channel(), at, message.number());
      acknowledged.incrementAndGet();
      waiting.decrementAndGet();
    } else if (TRY_AGAIN.contains(json.path("error").path("code").asInt())) {
      retry(message);
    } else {
      waiting.decrementAndGet();
      faults.accept(
          new Fault(Fault.Kind.REFUSED, "publish " + answer.statusCode() + ": " + answer.body()));
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private void retry(Message message) {
    boolean late = System.nanoTime() - message.dueNanos() > GIVE_UP_AFTER.toNanos();
    if (late || clock.isShutdown()) {
      unknown.incrementAndGet();
      waiting.decrementAndGet();
      return;
    }
    retried.incrementAndGet();
    ScheduledFuture<?> unused =
        clock.schedule(() -> send(message), BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
  }
}
