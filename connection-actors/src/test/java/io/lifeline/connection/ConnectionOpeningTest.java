package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.stream.TlsFailure;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** A connection before it is an open WebSocket. */
class ConnectionOpeningTest extends ConnectionFixture {

  @Test
  void silentPeerIsTurnedAwayAtTheHandshakeTimeout() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    assertThat(view(connection).state()).isEqualTo("opening");

    clock.timePasses(Duration.ofSeconds(5));

    assertThat(peer.readsHead()).startsWith("HTTP/1.1 408 ");
    clock.timePasses(Duration.ofSeconds(1));
    expectEnd(connection, CloseReason.HANDSHAKE_TIMEOUT);
  }

  @Test
  void requestHeadInPiecesIsReadAsOne() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    String upgrade = FakePeer.upgrade("/ws");

    for (int i = 0; i < upgrade.length(); i++) {
      peer.sends(upgrade.substring(i, i + 1));
    }

    assertThat(node.admission.receiveMessage().connection()).isEqualTo(new ConnectionId("c1"));
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
    expectEnd(connection, CloseReason.KICKED);
  }

  @Test
  void cutBeforeTheHeadIsComplete() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET /ws HT");

    connection.tell(new ConnectionActor.Cut(CloseReason.NODE_DRAINING));

    expectEnd(connection, CloseReason.NODE_DRAINING);
  }

  @Test
  void malformedHeadIsAnsweredAndEnds() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sends("NOT HTTP AT ALL\r\n\r\n");

    assertThat(peer.readsHead()).startsWith("HTTP/1.1 400 ");
    clock.timePasses(Duration.ofSeconds(1));
    expectEnd(connection, CloseReason.HANDSHAKE_MALFORMED);
  }

  @Test
  void oversizedHeadIsAnsweredWhileItStillArrives() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sends("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 100; i++) {
      peer.sends("x-filler-" + i + ": " + "y".repeat(1000) + "\r\n");
    }

    assertThat(peer.readsHead()).startsWith("HTTP/1.1 431 ");
    clock.timePasses(Duration.ofSeconds(1));
    expectEnd(connection, CloseReason.HANDSHAKE_MALFORMED);
  }

  @Test
  void failedTlsIsAnEndOfItsOwn() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.fails(new TlsFailure("no cipher suite in common"));

    expectEnd(connection, CloseReason.TLS_FAILED);
  }

  @Test
  void peerThatLeavesBeforeItsHeadEndsTheConnection() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET / HT");

    peer.ends();

    expectEnd(connection, CloseReason.PEER_ENDED);
  }

  @Test
  void peerThatResetsBeforeItsHeadEndsTheConnection() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.resets();

    expectEnd(connection, CloseReason.PEER_RESET);
  }

  @Test
  void unknownPathIsRefused() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sendsUpgrade("/nowhere");

    expectRefusal(connection, 404, "path");
  }

  @Test
  void foreignOriginIsRefused() {
    node.origins = head -> false;
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sendsUpgrade("/ws");

    expectRefusal(connection, 403, "origin");
  }

  @Test
  void badlyEncodedTargetIsRefused() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sendsUpgrade("/ws?channel=%zz");

    expectRefusal(connection, 400, "handshake");
  }

  @Test
  void deniedPeerIsRefused() {
    node.verdict = CompletableFuture.completedFuture(new Authenticator.Denied("token expired"));
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sendsUpgrade("/ws");

    assertThat(expectRefusal(connection, 401, "authentication")).contains("token expired");
  }

  @Test
  void failedAuthenticatorIsNotThePeersFault() {
    node.verdict = CompletableFuture.failedFuture(new IllegalStateException("down"));
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sendsUpgrade("/ws");

    expectRefusal(connection, 503, "authentication");
  }

  @Test
  void authenticatorThatNeverAnswersIsBoundedByTheHandshakeTimeout() {
    node.verdict = new CompletableFuture<>();
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sendsUpgrade("/ws");
    inspected = connection;

    pass(Duration.ofSeconds(5));

    expectRefusal(connection, 503, "handshake");
  }

  @Test
  void refusedAdmissionSaysWhenToRetry() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sendsUpgrade("/ws");

    node.admission
        .receiveMessage()
        .replyTo()
        .tell(
            new ConnectionActor.AdmissionDecided(
                new Admission.Refused("node", 503, Duration.ofSeconds(7))));

    String head = peer.readsHead();
    assertThat(head).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 7\r\n");
    peer.readsToEnd();
    expectEnd(connection, CloseReason.REFUSED);
  }

  @Test
  void admittedPeerIsGreetedBeforeAnyoneCanPublishToIt() {
    FakeNode.Opened opened = node.open(peer, "/ws?channel=news&channel=alerts");

    opened.writer().tell(new Writer.Deliver("news", text("{\"first\":1}")));

    assertThat(peer.readsHead())
        .startsWith("HTTP/1.1 101 ")
        .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(peer.readsFrame().text()).startsWith("{\"connected\":");
    assertThat(peer.readsFrame().text()).isEqualTo("{\"first\":1}");
    assertThat(opened.registered().channels())
        .containsExactly(
            new ChannelRequest.Wanted("news", null), new ChannelRequest.Wanted("alerts", null));
    assertThat(node.events.value(Metric.OPENED)).isEqualTo(1);
    assertThat(view(opened.connection()).children())
        .containsExactlyInAnyOrder("heartbeat", "writer");
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
  }

  @Test
  void channelsThatAreNotAllowedAreErrorsAndNotTheEnd() {
    node.verdict =
        CompletableFuture.completedFuture(
            new Authenticator.Authenticated(new Identity("bob", List.of("news"), List.of(), null)));

    FakeNode.Opened opened = node.open(peer, "/ws?channel=news&channel=secret&channel=%23alice");

    peer.readsHead();
    assertThat(peer.readsFrame().text()).contains("\"channels\":[\"news\"]");
    assertThat(peer.readsFrame().text()).contains("103").contains("secret");
    assertThat(peer.readsFrame().text()).contains("103").contains("#alice");
    assertThat(opened.registered().channels())
        .containsExactly(new ChannelRequest.Wanted("news", null));
  }

  @Test
  void moreChannelsThanTheLimitAreErrors() {
    node.configuration = "lifeline.connection.max-channels = 2";

    FakeNode.Opened opened = node.open(peer, "/ws?channel=a&channel=b&channel=c&channel=d");

    peer.readsHead();
    peer.readsFrame();
    assertThat(peer.readsFrame().text()).contains("106");
    assertThat(opened.registered().channels())
        .containsExactly(
            new ChannelRequest.Wanted("a", null), new ChannelRequest.Wanted("b", null));
  }

  @Test
  void registeredPeerHearsUpgradeAndGreetingInOneWrite() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sendsUpgrade("/ws?channel=news");
    node.admission
        .receiveMessage()
        .replyTo()
        .tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));

    node.greet(node.channels.expectMessageClass(ChannelRequest.Register.class));

    String first = peer.reads().orElseThrow().utf8String();
    assertThat(first).startsWith("HTTP/1.1 101 ").contains("\"connected\"");
    peer.ends();
    expectEnd(connection, CloseReason.PEER_ENDED);
  }

  private String expectRefusal(
      ActorRef<ConnectionActor.Command> connection, int status, String tier) {
    assertThat(peer.readsHead()).startsWith("HTTP/1.1 " + status + " ");
    String body = peer.readsToEnd().utf8String();
    expectEnd(connection, CloseReason.REFUSED);
    assertThat(node.events.value(Metric.REFUSED, tier)).isEqualTo(1);
    return body;
  }

  private static ByteString text(String text) {
    return io.lifeline.connection.websocket.FrameEncoder.text(ByteString.fromString(text));
  }
}
