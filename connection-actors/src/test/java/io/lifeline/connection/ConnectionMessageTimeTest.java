package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message must be complete in time, but not while its sender has to wait for us. */
class ConnectionMessageTimeTest extends ConnectionFixture {
  private static final int CLOSE = 8;
  private static final int PONG = 10;
  private static final String SHORT_TIME = "lifeline.connection.message-timeout = 5s\n";
  private static final String ONE_A_SECOND =
      "lifeline.connection.inbound { messages-per-second = 1, burst = 1s }\n";

  /** The frame of a text of ten characters, of which two are there. */
  private static final ByteString BEGINNING = ByteString.fromInts(0x81, 0x8a, 0, 0, 0, 0, 'n', 'o');

  private static final ByteString REST = ByteString.fromString("nsense!!");

  /** With the beginning of a message behind them, as much as is dealt with at once. */
  private static final int PINGS = 15;

  @BeforeEach
  void shortTime() {
    node.configuration = SHORT_TIME;
  }

  @Test
  void itRunsWhileThePeerIsReadFrom() {
    ActorRef<ConnectionActor.Command> connection = open();
    peer.sends(BEGINNING);

    pass(Duration.ofSeconds(5));

    assertThat(firstOtherThanControl().closeCode()).isEqualTo(1008);
    pass(Duration.ofSeconds(3));
    expectEnd(connection, CloseReason.MESSAGE_TOO_SLOW);
  }

  @Test
  void itRunsOnWhileThePeerIsHeldBackForItsRate() {
    node.configuration = SHORT_TIME + ONE_A_SECOND;
    ActorRef<ConnectionActor.Command> connection = openAndBeHeldBack();

    pass(Duration.ofSeconds(5));

    assertThat(firstOtherThanControl().closeCode()).isEqualTo(1008);
    pass(Duration.ofSeconds(3));
    expectEnd(connection, CloseReason.MESSAGE_TOO_SLOW);
  }

  @Test
  void itStandsStillWhileRequestsWaitForTheirAnswers() {
    ActorRef<ConnectionActor.Command> connection = open();
    ByteString requests = ByteString.emptyByteString();
    for (int id = 1; id <= 128; id++) {
      requests = requests.concat(request(id));
    }
    peer.sends(requests.concat(BEGINNING));
    for (int id = 1; id <= 128; id++) {
      node.channels.expectMessageClass(ChannelRequest.Join.class);
    }

    pass(Duration.ofSeconds(20));
    assertThat(view(connection).state()).isEqualTo("active");
    connection.tell(
        new ConnectionActor.ChannelAnswered(1, new ChannelOutcome.Rejected(100, "try again")));
    peer.sends(REST);

    assertThat(firstOtherThanControl().text()).contains("try again");
    assertThat(firstOtherThanControl().text()).contains("error");
  }

  @Test
  void eachMessageHasItsOwn() {
    open();
    peer.sends(BEGINNING);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(4));
      peer.sends(REST.concat(BEGINNING));
      assertThat(firstOtherThanControl().text()).contains("error");
    }

    pass(Duration.ofSeconds(5));

    assertThat(firstOtherThanControl().closeCode()).isEqualTo(1008);
  }

  /** Its debt and the beginning of a message come in one piece. */
  private ActorRef<ConnectionActor.Command> openAndBeHeldBack() {
    ActorRef<ConnectionActor.Command> connection = open();
    ByteString pings = ByteString.emptyByteString();
    for (int i = 0; i < PINGS; i++) {
      pings = pings.concat(ByteString.fromInts(0x89, 0x80, 0, 0, 0, 0));
    }
    peer.sends(pings.concat(BEGINNING));
    for (int i = 0; i < PINGS; i++) {
      assertThat(peer.readsFrame().opcode()).isEqualTo(PONG);
    }
    return connection;
  }

  private static ByteString request(int id) {
    String text = "{\"id\":%d,\"subscribe\":{\"channel\":\"c%d\"}}".formatted(id, id);
    return ByteString.fromInts(0x81, 0x80 | text.length(), 0, 0, 0, 0)
        .concat(ByteString.fromString(text));
  }

  private FakePeer.Frame firstOtherThanControl() {
    FakePeer.Frame frame = peer.readsFrame();
    while (frame.opcode() > CLOSE) {
      frame = peer.readsFrame();
    }
    return frame;
  }

  private ActorRef<ConnectionActor.Command> open() {
    FakeNode.Opened opened = node.open(peer);
    inspected = opened.connection();
    peer.readsHead();
    assertThat(peer.readsFrame().text()).contains("connected");
    return opened.connection();
  }
}
