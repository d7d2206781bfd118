package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelRequest.Wanted;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** A connection between its handshake and its greeting, and what it asks for in between. */
class GreetingTest extends ConnectionFixture {
  @Test
  void serverSpeaksFirstHoweverEagerThePeerIs() {
    ActorRef<ConnectionActor.Command> connection = connect("/ws?channel=news");
    ChannelRequest.Register register = registered();
    peer.sendsText("no JSON");
    peer.sendsFrame(0x89, org.apache.pekko.util.ByteString.fromString("ping"));
    eventually(() -> assertThat(view(connection).state()).isEqualTo("active"));

    node.greet(register);

    peer.readsHead();
    assertThat(peer.readsFrame().text()).startsWith("{\"connected\":");
    assertThat(peer.readsFrame().text()).contains("malformed JSON");
    assertThat(peer.readsFrame().opcode()).isEqualTo(10);
    assertThat(view(connection).channels()).containsExactly("news");
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void positionsAreHandedOnAndProblemsFollowTheGreeting() {
    ActorRef<ConnectionActor.Command> connection =
        connect("/ws?channel=news&since=news:7:e1&since=%23alice:1:e2&since=sports:1:e3");

    ChannelRequest.Register register = registered();
    node.greet(register);

    assertThat(register.channels())
        .containsExactly(
            new Wanted("news", new Position("e1", 7)), new Wanted("#alice", new Position("e2", 1)));
    peer.readsHead();
    assertThat(peer.readsFrame().text()).startsWith("{\"connected\":");
    assertThat(peer.readsFrame().text())
        .startsWith("{\"error\":{\"code\":107,\"message\":\"since:");
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void kickBeforeTheGreetingEndsTheConnection() {
    ActorRef<ConnectionActor.Command> connection = connect("/ws");
    registered();

    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));

    peer.readsHead();
    assertThat(peer.readsFrame().closeCode()).isEqualTo(3503);
  }

  @Test
  void subscriptionThatChangesWithoutARequestShowsInTheView() {
    FakeNode.Opened opened = node.open(peer, "/ws?channel=news");
    ChannelOutcome.Joined joined =
        new ChannelOutcome.Joined(
            "sports", new Position("e", 1), ChannelOutcome.Recovery.NOT_ASKED);

    opened.connection().tell(new ConnectionActor.SubscriptionChanged(0, joined));
    opened
        .connection()
        .tell(new ConnectionActor.SubscriptionChanged(0, new ChannelOutcome.Left("news")));

    assertThat(view(opened.connection()).channels()).containsExactly("sports");
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void requestsCarryPositionAndIdempotencyKey() {
    FakeNode.Opened opened = node.open(peer, "/ws");

    peer.sendsText(
        "{\"id\":1,\"subscribe\":{\"channel\":\"a\",\"since\":{\"offset\":3,\"epoch\":\"e\"}}}");
    peer.sendsText(
        "{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":1,\"idempotency_key\":\"k\"}}");

    assertThat(node.channels.expectMessageClass(ChannelRequest.Join.class).wanted())
        .isEqualTo(new Wanted("a", new Position("e", 3)));
    assertThat(node.channels.expectMessageClass(ChannelRequest.Publish.class).idempotencyKey())
        .isEqualTo("k");
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void presenceIsAskedOfOwnChannelsOnly() {
    FakeNode.Opened opened = node.open(peer, "/ws?channel=news");
    peer.readsHead();
    peer.readsFrame();

    peer.sendsText("{\"id\":1,\"presence\":{\"channel\":\"sports\"}}");
    assertThat(peer.readsFrame().text())
        .isEqualTo("{\"id\":1,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
    peer.sendsText("{\"id\":2,\"presence\":{\"channel\":\"news\"}}");
    ChannelRequest.Presence asked = node.channels.expectMessageClass(ChannelRequest.Presence.class);
    assertThat(asked.channel()).isEqualTo("news");
    asked
        .replyTo()
        .tell(
            new ConnectionActor.ChannelAnswered(
                asked.requestId(),
                new ChannelOutcome.Presence(
                    "news", List.of(new Present("alice", List.of("c-1"))), 2)));
    assertThat(peer.readsFrame().text())
        .isEqualTo(
            "{\"id\":2,\"presence\":{\"channel\":\"news\",\"present\":[{\"user\":\"alice\",\"connections\":[\"c-1\"]}],"
                + "\"connections\":2,\"complete\":false}}");
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void policySaysWhichChannelsThereAreAndWhoNeedsNoClaim() {
    node.verdict =
        java.util.concurrent.CompletableFuture.completedFuture(
            new Authenticator.Authenticated(new Identity("alice", List.of(), List.of(), null)));
    node.policy = new LobbyForAll();
    connect("/ws?channel=lobby&channel=hidden&channel=odd:1");

    ChannelRequest.Register register = registered();
    node.greet(register);

    assertThat(register.channels()).containsExactly(new Wanted("lobby", null));
    peer.readsHead();
    peer.readsFrame();
    assertThat(peer.readsFrame().text()).contains("103", "permission denied: hidden");
    assertThat(peer.readsFrame().text()).contains("102", "unknown channel: odd:1");
    register.subscriber().connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  private record LobbyForAll() implements ChannelPolicy {
    @Override
    public Optional<ChannelOutcome.Rejected> problemOf(String channel) {
      return channel.startsWith("odd:")
          ? Optional.of(new ChannelOutcome.Rejected(102, "unknown channel"))
          : Optional.empty();
    }

    @Override
    public Who maySubscribe(String channel) {
      return channel.equals("hidden") ? Who.TOKEN : Who.ANYONE;
    }

    @Override
    public Who mayPublish(String channel) {
      return Who.TOKEN;
    }
  }

  private ActorRef<ConnectionActor.Command> connect(String target) {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    inspected = connection;
    peer.sendsUpgrade(target);
    node.admission
        .receiveMessage()
        .replyTo()
        .tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));
    return connection;
  }

  private ChannelRequest.Register registered() {
    return node.channels.expectMessageClass(ChannelRequest.Register.class);
  }
}
