package io.lifeline.supervision.channels;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One channel, two nodes that follow it, clients that come and go, in random order: publications,
 * moves of the channel, messages lost on the way, histories trimmed. Each client checks all that it
 * is told against every message that was ever published.
 */
class RecoveryModelTest {
  private static final String CHANNEL = "news";
  private static final int HISTORY = 6;
  private static final int CHUNK = 2;
  private static final int STEPS = 4_000;
  private static final int CALM_ROUNDS = 60;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noClientEverHasASilentGapOrADuplicate(long seed) {
    World world = new World(seed, new Odds(15, 20, true));

    world.run(STEPS);
    world.calmDown();

    assertThat(world.resets).as("the run had losses that showed").isPositive();
  }

  @RepeatedTest(10)
  void withRandomSeedsAsWell(RepetitionInfo info) {
    World world =
        new World(
            io.lifeline.connection.Seeds.random("recovery " + info.getCurrentRepetition())
                .nextLong(),
            new Odds(10, 30, true));
    world.run(STEPS);
    world.calmDown();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whereNothingIsLostNobodyIsReset(long seed) {
    World world = new World(seed, new Odds(0, 0, false));

    world.run(STEPS);
    world.calmDown();

    assertThat(world.resets).isZero();
    assertThat(world.recovered).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gapsOfANodeAreFilledFromTheHistory(long seed) {
    World world = new World(seed, new Odds(10, 0, false));

    world.run(STEPS);
    world.calmDown();

    assertThat(world.resets).as("few next to the gaps").isLessThan(world.lost / 4);
  }

  /**
   * @param loss of a message between nodes, in percent
   * @param move of the channel, in a thousand steps
   * @param longAbsence whether clients stay away for longer than the history reaches
   */
  private record Odds(int loss, int move, boolean longAbsence) {}

  private static final class World {
    final SplittableRandom random;
    final Odds odds;
    final Map<String, List<String>> published = new HashMap<>();
    final List<Node> nodes = new ArrayList<>();
    final HistorySettings history;
    MessageLog log;
    Set<Node> followers = new LinkedHashSet<>();
    long now = 1_000;
    int epochs;
    int resets;
    int recovered;
    int lost;
    boolean calm;

    World(long seed, Odds odds) {
      random = new SplittableRandom(seed);
      this.odds = odds;
      history =
          new HistorySettings(
              odds.longAbsence() ? HISTORY : 100_000, 1 << 20, java.time.Duration.ofDays(1));
      log = newLog();
      nodes.add(new Node(this));
      nodes.add(new Node(this));
    }

    MessageLog newLog() {
      epochs++;
      published.put("e" + epochs, new ArrayList<>());
      return new MessageLog("e" + epochs, history, new HistoryBudget(1 << 20));
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        now += random.nextInt(odds.loss() == 0 ? 2 : 100); // what is late counts as lost
        Node node = nodes.get(random.nextInt(nodes.size()));
        int what = random.nextInt(1_000);
        if (what < odds.move()) {
          move();
        } else if (what < 250) {
          publish();
        } else if (what < 350) {
          node.clientComesOrGoes();
        } else if (what < 600) {
          node.deliverUp();
        } else if (what < 950) {
          node.deliverDown();
        } else {
          node.tick();
        }
      }
    }

    /** Everything that was published in an epoch. */
    List<String> said(String epoch) {
      return requireNonNull(published.get(epoch), epoch);
    }

    void publish() {
      String text = "m" + random.nextInt(1_000_000);
      Position position = log.append(ByteString.fromString(text), now);
      said(position.epoch()).add(text);
      for (Node node : followers) {
        node.down(
            new ChannelEvent.Appended(
                CHANNEL, position.epoch(), position.offset(), ByteString.fromString(text), 0));
      }
    }

    void move() {
      log = newLog();
      followers.forEach(Node::keeperEnds);
      followers = new LinkedHashSet<>();
    }

    void standsAt() {
      Position head = log.head();
      followers.forEach(
          node -> node.down(new ChannelEvent.StandsAt(CHANNEL, head.epoch(), head.offset())));
    }

    /** Nothing is lost any more, and everything that is under way arrives. */
    void calmDown() {
      calm = true;
      for (int round = 0; round < CALM_ROUNDS; round++) {
        now += 1_000;
        if (round == CALM_ROUNDS / 2) {
          standsAt();
        }
        for (Node node : nodes) {
          node.tick();
          boolean moved = true;
          while (moved) {
            moved = node.deliverUp();
            moved |= node.deliverDown();
          }
        }
      }
      nodes.forEach(Node::mustBeUpToDate);
    }

    boolean isLost() {
      boolean lostNow = !calm && random.nextInt(100) < odds.loss();
      lost += lostNow ? 1 : 0;
      return lostNow;
    }
  }

  /** A node's hub with its clients, and the link between it and the channel. */
  private static final class Node implements Following.Uplink, Following.Audience {
    private final World world;
    private final Following following;
    private final ArrayDeque<Runnable> up = new ArrayDeque<>();
    private final ArrayDeque<Runnable> down = new ArrayDeque<>();
    private final List<Client> clients = new ArrayList<>();

    Node(World world) {
      this.world = world;
      this.following = new Following(this, this, () -> world.now);
      for (int i = 0; i < 4; i++) {
        clients.add(new Client(world));
      }
    }

    void clientComesOrGoes() {
      Client client = clients.get(world.random.nextInt(clients.size()));
      if (!client.connected) {
        client.comes();
        following.follow(CHANNEL);
        following.catchUp(CHANNEL, client.entry());
      } else if (client.live || world.random.nextInt(4) == 0) {
        client.goes();
        if (clients.stream().noneMatch(other -> other.connected)) {
          following.unfollow(CHANNEL);
        }
      }
    }

    boolean deliverUp() {
      Runnable next = up.poll();
      if (next != null) {
        next.run();
      }
      return next != null;
    }

    boolean deliverDown() {
      Runnable next = down.poll();
      if (next != null) {
        next.run();
      }
      return next != null;
    }

    void tick() {
      following.onTick();
    }

    void keeperEnds() {
      down.add(() -> following.onLost(CHANNEL));
    }

    void down(ChannelEvent event) {
      if (!world.isLost()) {
        down.add(() -> take(event));
      }
    }

    private void take(ChannelEvent event) {
      if (event instanceof ChannelEvent.Appended appended) {
        following.onAppended(appended);
      } else if (event instanceof ChannelEvent.Attached attached) {
        following.onAttached(attached);
      } else if (event instanceof ChannelEvent.Recovered recovered) {
        following.onRecovered(recovered);
      } else if (event instanceof ChannelEvent.StandsAt standsAt) {
        following.onStandsAt(standsAt);
      }
    }

    private void up(Runnable atTheChannel) {
      if (!world.isLost()) {
        up.add(atTheChannel);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // there is no actor to be watched in this world
    public void attach(String channel, @Nullable Position since, int attempt) {
      up(
          () -> {
            world.followers.add(this);
            MessageLog.Since missed =
                since == null
                    ? new MessageLog.Since(true, List.of())
                    : world.log.since(since, world.now);
            inChunks(
                missed.missed(),
                (part, last) ->
                    down(
                        new ChannelEvent.Attached(
                            channel,
                            null,
                            attempt,
                            world.log.head(),
                            missed.recovered(),
                            part,
                            last)));
          });
    }

    @Override
    public void detach(String channel) {
      up(() -> world.followers.remove(this));
    }

    @Override
    public void recover(String channel, Position since, long ticket) {
      up(
          () -> {
            MessageLog.Since missed = world.log.since(since, world.now);
            inChunks(
                missed.missed(),
                (part, last) ->
                    down(
                        new ChannelEvent.Recovered(
                            channel, ticket, world.log.head(), missed.recovered(), part, last)));
          });
    }

    private static void inChunks(
        List<MessageLog.Kept> messages,
        java.util.function.BiConsumer<List<ChannelEvent.Earlier>, Boolean> taker) {
      List<ChannelEvent.Earlier> all =
          messages.stream()
              .map(message -> new ChannelEvent.Earlier(message.offset(), message.json()))
              .toList();
      for (int i = 0; i + CHUNK < all.size(); i += CHUNK) {
        taker.accept(all.subList(i, i + CHUNK), false);
      }
      int rest = all.isEmpty() ? 0 : (all.size() - 1) / CHUNK * CHUNK;
      taker.accept(all.subList(rest, all.size()), true);
    }

    @Override
    public void message(Publication publication, long takenAtMillis, @Nullable String traceparent) {
      clients.stream().filter(client -> client.live).forEach(client -> client.hears(publication));
    }

    @Override
    public void reset(String channel, Position head) {
      clients.stream().filter(client -> client.live).forEach(client -> client.isReset(head));
    }

    @Override
    public void foundAgain(String channel) {
      // Messages are what this model is about.
    }

    void mustBeUpToDate() {
      for (Client client : clients) {
        if (client.connected) {
          assertThat(client.live).as("in the channel").isTrue();
          assertThat(client.position).isEqualTo(world.log.head());
        }
      }
    }
  }

  private static final class Client {
    private final World world;
    private @Nullable Position position;
    private @Nullable Position promised;
    private boolean connected;
    private boolean live;
    private int visit;

    Client(World world) {
      this.world = world;
    }

    void comes() {
      connected = true;
      visit++;
      if (world.random.nextInt(10) == 0) {
        position = null;
      } else if (position != null && world.random.nextInt(20) == 0) {
        position = new Position(position.epoch(), position.offset() + 1_000); // from the future
      }
    }

    void goes() {
      connected = false;
      live = false;
      promised = null;
      visit++;
    }

    CatchUp entry() {
      return new Entry(this, position);
    }

    void hears(Publication publication) {
      Position before = requireNonNull(position, "a message before the answer");
      assertThat(publication.epoch()).isEqualTo(before.epoch());
      assertThat(publication.offset()).isEqualTo(before.offset() + 1);
      assertThat(publication.json().utf8String())
          .isEqualTo(world.said(publication.epoch()).get((int) publication.offset() - 1));
      position = new Position(publication.epoch(), publication.offset());
    }

    void isReset(Position head) {
      world.resets++;
      position = head;
      promised = null;
    }
  }

  /** One visit of a client. */
  private static final class Entry implements CatchUp {
    private final Client client;
    private final @Nullable Position since;
    private final int visit;

    Entry(Client client, @Nullable Position since) {
      this.client = client;
      this.since = since;
      this.visit = client.visit;
    }

    @Override
    public @Nullable Position since() {
      return since;
    }

    @Override
    public boolean isWanted() {
      return client.visit == visit && !client.live;
    }

    @Override
    public void begins(Position head, Recovery recovery) {
      assertThat(isWanted()).isTrue();
      assertThat(recovery == Recovery.NOT_ASKED).isEqualTo(since == null);
      if (recovery == Recovery.RECOVERED) {
        assertThat(head.epoch()).isEqualTo(requireNonNull(client.position).epoch());
        client.promised = head;
        client.world.recovered++;
      } else {
        client.position = head;
      }
    }

    @Override
    public void missed(Publication publication) {
      client.hears(publication);
    }

    @Override
    public void isLive() {
      if (client.promised != null) {
        assertThat(client.position).as("all that was promised came").isEqualTo(client.promised);
      }
      client.live = true;
    }

    @Override
    public void broken(Position head) {
      client.isReset(head);
    }
  }
}
