package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.handshake.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** A connection that speaks HTTP, which may become a WebSocket later. */
final class HttpConnectionTest extends ConnectionFixture {

  @Test
  void plainRequestsGoToHttpWithEveryByteThatWasRead() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sends("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nbody");

    assertThat(peer.readsHead()).startsWith("POST / HTTP/1.1\r\nHOST: H");
    assertThat(view(connection).state()).isEqualTo("http");
    peer.sends("more\r\n\r\n");
    assertThat(peer.readsHead()).isEqualTo("BODYMORE\r\n\r\n");
    peer.ends();
    expectEnd(connection, CloseReason.HTTP_ENDED);
  }

  @Test
  void bytesThatComeAfterHttpHasEndedAreDiscarded() {
    node.http = new OneAnswerHttp();
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    peer.sends("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4000\r\n\r\n");
    assertThat(peer.readsHead()).startsWith("HTTP/1.1 413 ");
    for (int i = 0; i < 4; i++) {
      peer.sends("x".repeat(1000)); // the body, which nobody wants any more
    }

    eventually(() -> assertThat(view(connection).state()).isEqualTo("closing"));
    clock.timePasses(Duration.ofSeconds(1));
    expectEnd(connection, CloseReason.HTTP_ENDED);
  }

  @Test
  void httpConnectionIsNotBoundByTheHandshakeTimeout() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.readsHead();

    clock.timePasses(Duration.ofMinutes(1));

    assertThat(view(connection).state()).isEqualTo("http");
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.NODE_DRAINING)));
    expectEnd(connection, CloseReason.NODE_DRAINING);
  }

  @Test
  void httpConnectionCanBecomeAWebSocketLater() {
    ShoutingHttp http = new ShoutingHttp();
    node.http = http;
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.readsHead();
    HttpLayer.LateUpgrade upgrade = http.upgrade();

    CompletableFuture<HttpLayer.Answer> answer =
        upgrade.upgrade(head("/ws?channel=news")).toCompletableFuture();
    node.admission
        .receiveMessage()
        .replyTo()
        .tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));
    HttpLayer.SwitchProtocols change = (HttpLayer.SwitchProtocols) answer.join();
    var greeting =
        Source.<ByteString>maybe()
            .via(change.webSocket())
            .runWith(Sink.head(), kit.system())
            .toCompletableFuture();

    node.greet(node.channels.expectMessageClass(ChannelRequest.Register.class));
    assertThat(greeting.orTimeout(5, TimeUnit.SECONDS).join().utf8String()).contains("connected");
    eventually(() -> assertThat(view(connection).state()).isEqualTo("active"));
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
    peer.ends();
    kit.createTestProbe().expectTerminated(connection);
    eventually(() -> assertThat(node.isEmpty()).isTrue());
  }

  @Test
  void refusedLateUpgradeLeavesHttpAlone() {
    ShoutingHttp http = new ShoutingHttp();
    node.http = http;
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.readsHead();
    HttpLayer.LateUpgrade upgrade = http.upgrade();

    HttpLayer.Answer answer = upgrade.upgrade(head("/nowhere")).toCompletableFuture().join();

    assertThat(((HttpLayer.Refusal) answer).status()).isEqualTo(404);
    assertThat(view(connection).state()).isEqualTo("http");
  }

  private static RequestHead head(String target) {
    return new RequestHead(
        "GET",
        target,
        "HTTP/1.1",
        List.of(
            new RequestHead.Header("Host", "gateway"),
            new RequestHead.Header("Connection", "Upgrade"),
            new RequestHead.Header("Upgrade", "websocket"),
            new RequestHead.Header("Sec-WebSocket-Version", "13"),
            new RequestHead.Header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")));
  }
}
