package io.lifeline.load.follow;

import io.lifeline.load.follow.Fault.Kind;
import io.lifeline.load.peer.End;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client as PROTOCOL.md wants it: connects to one of the nodes and subscribes by URL, leaves a
 * node that is silent for two heartbeats, reconnects to any node with jitter, and resumes each of
 * its channels by position. Used by the thread of its loop.
 */
final class RecoveringClient {
  /** For the answer and the greeting, which the server sends within 3 s of the answer. */
  private static final Duration GREETED_WITHIN = Duration.ofSeconds(8);

  private static final Set<Integer> FOR_GOOD = Set.of(1002, 1003, 1007, 1009);
  private static final int FOR_GOOD_FROM = 3500;
  private static final Pattern RETRY_HINT = Pattern.compile("retry in (\\d+)s");

  /** Who hears of all that happens to it. */
  interface Listener {
    void publication(RecoveringClient client, ServerText.Publication publication);

    void fault(Fault fault);

    void connecting();

    /**
     * @param nanos since the client began to connect
     */
    void greeted(long nanos);

    void ended(End end);
  }

  private final PeerLoop loop;
  private final Entrance entrance;
  private final String user;
  private final Map<String, Follower> followers = new LinkedHashMap<>();
  private final Listener listener;
  private final SplittableRandom random;
  private final Backoff backoff;
  private @Nullable Peer peer;
  private @Nullable InetSocketAddress node;
  private long openedNanos;
  private int heartbeatMillis; // 0 until it is greeted
  private boolean left;

  /**
   * @param channels to which it subscribes; it follows its personal channel as well
   */
  RecoveringClient(
      PeerLoop loop,
      Entrance entrance,
      String user,
      List<String> channels,
      Listener listener,
      SplittableRandom random) {
    this.loop = loop;
    this.entrance = entrance;
    this.user = user;
    this.listener = listener;
    this.random = random;
    this.backoff = new Backoff(random);
    channels.forEach(channel -> followers.put(channel, new Follower(channel, listener::fault)));
    String personal = "#" + user;
    followers.put(personal, new Follower(personal, listener::fault));
  }

  /** Connects to a random one of the nodes, or waits if there is none. */
  void connect() {
    List<InetSocketAddress> living = entrance.living();
    if (left) {
      return;
    } else if (living.isEmpty()) {
      loop.after(backoff.next(), this::connect);
      return;
    }
    InetSocketAddress to = living.get(random.nextInt(living.size()));
    node = to;
    openedNanos = System.nanoTime();
    heartbeatMillis = 0;
    listener.connecting();
    Peer opened = loop.upgrade(to, path(), Manners.POLITE, this::onText);
    peer = opened;
    CompletableFuture<?> unused = opened.ended().thenAccept(end -> onEnd(opened, end));
  }

  private String path() {
    StringBuilder path = new StringBuilder("/ws?").append(entrance.credentials(user));
    followers.forEach(
        (channel, follower) -> {
          if (!channel.startsWith("#")) {
            path.append("&channel=").append(channel);
          }
          follower.begin().ifPresent(at -> path.append('&').append(at.since(channel)));
        });
    return path.toString();
  }

  /** To be called every now and then: leaves a node that says nothing. */
  void watch(long nowNanos) {
    Peer current = peer;
    if (current == null) {
      return;
    }
    long silentMillis = (nowNanos - current.heardNanos()) / 1_000_000;
    boolean neverGreeted =
        heartbeatMillis == 0 && nowNanos - openedNanos > GREETED_WITHIN.toNanos();
    if (neverGreeted || (heartbeatMillis > 0 && silentMillis > 2L * heartbeatMillis)) {
      current.reset();
    }
  }

  /** Ends this connection with RST; it comes back by itself. */
  void breakConnection() {
    Peer current = peer;
    if (current != null) {
      current.reset();
    }
  }

  /** Leaves for good, in an orderly way. */
  void leave() {
    left = true;
    Peer current = peer;
    if (current != null) {
      current.close(1000);
    }
  }

  /** The node to which it is connected or connecting. */
  @Nullable InetSocketAddress node() {
    return node;
  }

  boolean isConnected() {
    return peer != null;
  }

  /** Whether it knows in this connection where each of its channels is. */
  boolean isServed() {
    return peer != null && followers.values().stream().allMatch(Follower::isPositioned);
  }

  Map<String, Follower> followers() {
    return followers;
  }

  private void onText(String text) {
    ServerText said = ServerText.of(text);
    if (said instanceof ServerText.Publication publication) {
      follower(publication.channel(), text).publication(publication.at());
      listener.publication(this, publication);
    } else if (said instanceof ServerText.Connected connected) {
      heartbeatMillis = connected.heartbeatMillis();
      backoff.reset();
      listener.greeted(System.nanoTime() - openedNanos);
      connected.positions().forEach((channel, told) -> onTold(channel, told, text));
    } else if (said instanceof ServerText.Subscribed subscribed) {
      onTold(subscribed.channel(), subscribed.told(), text);
    } else if (said instanceof ServerText.Reset reset) {
      follower(reset.channel(), text).reset(reset.to());
    } else {
      listener.fault(new Fault(Kind.REFUSED, text));
    }
  }

  private void onTold(String channel, ServerText.Told told, String text) {
    follower(channel, text).positioned(told.at(), told.recovered());
  }

  private Follower follower(String channel, String text) {
    Follower follower = followers.get(channel);
    if (follower == null) {
      throw new IllegalStateException("of a channel that was not asked for: " + text);
    }
    return follower;
  }

  private void onEnd(Peer ended, End end) {
    if (ended != peer) {
      return;
    }
    peer = null;
    listener.ended(end);
    if (left) {
      return;
    } else if (end.code() >= FOR_GOOD_FROM || FOR_GOOD.contains(end.code())) {
      listener.fault(new Fault(Kind.REFUSED, "ended by " + end));
      return;
    }
    loop.after(wait(end), this::connect);
  }

  /** A node that drains says after how many seconds to return; then come as it says. */
  private Duration wait(End end) {
    Matcher hint = RETRY_HINT.matcher(end.text());
    return hint.find() ? Duration.ofSeconds(Long.parseLong(hint.group(1))) : backoff.next();
  }
}
