package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Joined;
import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainDialectTest extends DialectContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PlainDialect plain = new PlainDialect();

  @Override
  Dialect dialect() {
    return plain;
  }

  @Test
  void channelsComeFromTheUrlEachOnce() {
    assertThat(requested("/ws?channel=news&channel=a%2Fb&channel=news", ALICE).channels())
        .containsExactly(new Wanted("news", null), new Wanted("a/b", null));
  }

  @Test
  void positionsInTheUrlAreReadFromTheirEnd() {
    String url = "/ws?channel=chat:1&channel=news&since=chat:1:42:Qz7k&since=%23alice:0:b81x";

    Dialect.Requested requested = requested(url, ALICE);

    assertThat(requested.problems()).isEmpty();
    assertThat(requested.channels())
        .containsExactly(
            new Wanted("chat:1", new Position("Qz7k", 42)),
            new Wanted("news", null),
            new Wanted("#alice", new Position("b81x", 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "news",
        "news:1",
        "news::e",
        "news:-1:e",
        "news:1:",
        "news:1.5:e",
        ":1:e",
        "news:1:e%20",
        "news:9007199254740992:e",
        "news:99999999999999999999:e",
        "",
        "%23bob:1:e",
        "other:1:e"
      })
  void positionThatCannotBeIsAnErrorAndNothingElse(String since) {
    Dialect.Requested requested = requested("/ws?channel=news&since=" + since, ALICE);

    assertThat(requested.channels()).containsExactly(new Wanted("news", null));
    assertThat(requested.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo(107));
  }

  private Dialect.Requested requested(String target, Identity identity) {
    return plain.requestedChannels(head(target), identity);
  }

  @Test
  void withoutChannelsInTheUrlTheIdentitysConcreteOnesAreAskedFor() {
    Identity identity =
        new Identity("bob", List.of("news", "chat:*", "#bob", "news"), List.of(), null);

    assertThat(requested("/ws?token=t", identity).channels())
        .containsExactly(new Wanted("news", null));
  }

  @Test
  void greetingNamesConnectionUserChannelsAndHeartbeat() {
    Dialect.Greeting greeting =
        new Dialect.Greeting(
            "c-1",
            "al\"ice\n",
            List.of("news", "a\\b"),
            List.of(
                new Joined("news", new Position("e1", 45), Recovery.RECOVERED),
                new Joined("#x", new Position("e2", 0), Recovery.NOT_ASKED)),
            Duration.ofSeconds(30));

    assertThat(Frames.text(plain.greeting(greeting)))
        .isEqualTo(
            "{\"connected\":{\"connection\":\"c-1\",\"user\":\"al\\\"ice\\u000a\","
                + "\"channels\":[\"news\",\"a\\\\b\"],\"positions\":{\"news\":{\"offset\":45,"
                + "\"epoch\":\"e1\",\"recovered\":true},\"#x\":{\"offset\":0,\"epoch\":\"e2\"}},"
                + "\"heartbeat_ms\":30000}}");
  }

  @Test
  void publicationKeepsItsDataAsItIs() {
    ByteString data = ByteString.fromString("{ \"n\": 1.10, \"s\": \"\u20ac\" }");

    assertThat(Frames.text(plain.publication(new Publication("ne\"ws", data, 7, "e1"))))
        .isEqualTo(
            "{\"channel\":\"ne\\\"ws\",\"data\":{ \"n\": 1.10, \"s\": \"\u20ac\" },"
                + "\"offset\":7,\"epoch\":\"e1\"}");
  }

  @Test
  void publicationOfManyPiecesIsWhole() {
    ByteString data = ByteString.fromString("\"a").concat(ByteString.fromString("b\""));

    assertThat(Frames.text(plain.publication(new Publication("c", data, 1, "e"))))
        .contains("\"data\":\"ab\",");
  }

  @Test
  void answersEchoTheCommandWithItsResult() {
    Joined joined = new Joined("news", new Position("e", 9), Recovery.NOT_RECOVERED);
    assertThat(Frames.text(plain.answer(1, joined)))
        .isEqualTo(
            "{\"id\":1,\"subscribe\":{\"channel\":\"news\",\"offset\":9,\"epoch\":\"e\","
                + "\"recovered\":false}}");
    assertThat(Frames.text(plain.reset("news", new Position("e", 9))))
        .isEqualTo("{\"reset\":{\"channel\":\"news\",\"offset\":9,\"epoch\":\"e\"}}");
    assertThat(Frames.text(plain.answer(2, new ChannelOutcome.Left("news"))))
        .isEqualTo("{\"id\":2,\"unsubscribe\":{\"channel\":\"news\"}}");
    assertThat(Frames.text(plain.answer(3, new ChannelOutcome.Published("news", 9, "e"))))
        .isEqualTo("{\"id\":3,\"publish\":{\"channel\":\"news\",\"offset\":9,\"epoch\":\"e\"}}");
    assertThat(Frames.text(plain.answer(4, new ChannelOutcome.Rejected(103, "permission denied"))))
        .isEqualTo("{\"id\":4,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
  }

  @Test
  void errorWithoutKnownRequestHasNoId() {
    assertThat(Frames.text(plain.answer(0, new ChannelOutcome.Rejected(107, "malformed JSON"))))
        .isEqualTo("{\"error\":{\"code\":107,\"message\":\"malformed JSON\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2028", "\ud800", "\u0000", "\r\n\t", "\ud83d\ude00", "</script>"})
  void strangeTextStaysOneLineOfValidJson(String strange) throws IOException {
    String answer = Frames.text(plain.answer(1, new ChannelOutcome.Rejected(107, strange)));

    assertThat(answer).doesNotContain("\n", "\r", "\u2028");
    JsonNode message = JSON.readTree(answer).at("/error/message");
    assertThat(message.asText()).isEqualTo(strange.equals("\ud800") ? "?" : strange);
  }

  @Test
  void requestsAreRead() {
    assertThat(asked("{\"id\":1,\"subscribe\":{\"channel\":\"news\"}}"))
        .isEqualTo(new ClientCommand.Subscribe(1, "news", null));
    assertThat(asked("{\"unsubscribe\":{\"channel\":\"n\\u0065ws\"},\"id\":9007199254740991}"))
        .isEqualTo(new ClientCommand.Unsubscribe(9007199254740991L, "news"));
    assertThat(asked("{\"id\":3,\"publish\":{\"data\":null,\"channel\":\"news\"}}"))
        .isEqualTo(new ClientCommand.Publish(3, "news", ByteString.fromString("null"), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1.50e+10",
        "123456789012345678901234567890",
        "\"text \\\" \\\\ \\n \u20ac\"",
        "true",
        "{}",
        "[1, {\"a\": [ ]}]",
        "{\"id\":5,\"subscribe\":{\"channel\":\"x\"}}"
      })
  void publishedDataArrivesAsItWasWritten(String data) {
    assertThat(asked("{\"id\":3,\"publish\":{\"channel\":\"x\",\"data\": " + data + " }}"))
        .isEqualTo(new ClientCommand.Publish(3, "x", ByteString.fromString(data), ""));
    assertThat(asked("{\"id\":3,\"publish\":{\"data\":" + data + ",\"channel\":\"x\"}}"))
        .isEqualTo(new ClientCommand.Publish(3, "x", ByteString.fromString(data), ""));
  }

  @Test
  void lineBreaksBetweenTokensAreTakenOut() {
    String data = "{\r\n  \"a b\" : [ 1,\n\t\"c\\\" d\\\\\" ]\n}";

    assertThat(asked("{\"id\":3,\n\"publish\":{\"channel\":\"x\",\"data\":" + data + "}}"))
        .isEqualTo(
            new ClientCommand.Publish(
                3, "x", ByteString.fromString("{\"a b\":[1,\"c\\\" d\\\\\"]}"), ""));
  }

  @Test
  void binaryMessageEndsTheConnection() {
    assertThat(plain.commands(new Inbound.Binary(ByteString.fromString("{}"))))
        .containsExactly(new ClientCommand.Abort(CloseReason.UNSUPPORTED_DATA));
  }

  private ClientCommand asked(String message) {
    List<ClientCommand> commands = plain.commands(new Inbound.Text(ByteString.fromString(message)));
    assertThat(commands).hasSize(1);
    return commands.get(0);
  }

  private static RequestHead head(String target) {
    return new RequestHead("GET", target, "HTTP/1.1", List.of());
  }
}
