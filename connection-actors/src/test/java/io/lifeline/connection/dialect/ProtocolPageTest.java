package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import io.lifeline.connection.Publication;
import io.lifeline.connection.websocket.Inbound;
import io.lifeline.connection.websocket.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code PROTOCOL.md} says is what the plain dialect does. */
final class ProtocolPageTest {
  private static final ProtocolPage PAGE = ProtocolPage.read();
  private static final PlainDialect PLAIN = new PlainDialect();

  static Stream<ProtocolPage.Example> clientExamples() {
    return PAGE.examples("json client").stream();
  }

  static Stream<ProtocolPage.Example> serverExamples() {
    return PAGE.examples("json server").stream();
  }

  @ParameterizedTest
  @MethodSource("clientExamples")
  void whatAClientSendsIsUnderstoodAsStated(ProtocolPage.Example example) {
    List<ClientCommand> commands =
        PLAIN.commands(new Inbound.Text(ByteString.fromString(example.text())));

    assertThat(commands).hasSize(1);
    assertThat("json client " + described(commands.get(0))).isEqualTo(example.marks());
  }

  @ParameterizedTest
  @MethodSource("serverExamples")
  void whatTheServerSendsIsEncodedAsShown(ProtocolPage.Example example) throws IOException {
    JsonNode shown = new ObjectMapper().readTree(example.text());
    String kind = example.marks().substring("json server ".length());

    assertThat(Frames.text(encoded(kind, shown))).isEqualTo(example.text());
  }

  @Test
  void malformedExamplesAreAnsweredByTheErrorsBelowThem() {
    List<ProtocolPage.Example> all = PAGE.examples("json ");
    List<String> answers = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).marks().startsWith("json client malformed")) {
        ByteString message = ByteString.fromString(all.get(i).text());
        ClientCommand command = PLAIN.commands(new Inbound.Text(message)).get(0);
        ClientCommand.Malformed malformed = (ClientCommand.Malformed) command;
        answers.add(Frames.text(PLAIN.answer(malformed.requestId(), malformed.error())));
        shown.add(all.get(i + 1).text());
      }
    }

    assertThat(answers).isNotEmpty().isEqualTo(shown);
  }

  @Test
  void closeCodesAreThoseOfTheEnum() {
    List<List<String>> expected =
        Arrays.stream(CloseReason.values()).map(ProtocolPageTest::row).toList();

    assertThat(PAGE.table("## How a connection ends")).isEqualTo(expected);
  }

  @Test
  void ruleForClientsFollowsFromTheEnum() {
    for (CloseReason reason : CloseReason.values()) {
      boolean forbidden =
          reason.code() >= 3500 || List.of(1002, 1003, 1007, 1009).contains(reason.code());

      assertThat(reason.retry() == CloseReason.Retry.DO_NOT && reason.code() != 0)
          .as(reason.name())
          .isEqualTo(forbidden);
    }
  }

  @Test
  void limitsAreTheDefaultsOfTheConfiguration() {
    List<List<String>> limits = PAGE.table("## Limits");
    var configured =
        ConfigFactory.parseResources("reference.conf").getConfig("lifeline.connection");

    assertThat(limits).hasSize(10);
    for (List<String> limit : limits) {
      assertThat(configured.getString(limit.get(2).replace("`", "")))
          .as(limit.get(2))
          .isEqualTo(limit.get(1));
    }
  }

  @Test
  void everyKindOfMessageHasAnExample() {
    assertThat(clientExamples().map(e -> e.marks().split(" ", -1)[2]))
        .contains("subscribe", "unsubscribe", "publish", "presence", "malformed");
    assertThat(serverExamples().map(e -> e.marks().split(" ", -1)[2]))
        .contains("connected", "publication", "joined", "left", "published", "rejected", "reset")
        .contains("presence", "change");
  }

  private static String described(ClientCommand command) {
    if (command instanceof ClientCommand.Subscribe it) {
      Position since = it.since();
      return "subscribe id="
          + it.requestId()
          + " channel="
          + it.channel()
          + (since == null ? "" : " since=" + since.offset() + ":" + since.epoch());
    } else if (command instanceof ClientCommand.Unsubscribe it) {
      return "unsubscribe id=" + it.requestId() + " channel=" + it.channel();
    } else if (command instanceof ClientCommand.Publish it) {
      String data = it.json().utf8String();
      String key = it.idempotencyKey().isEmpty() ? "" : " key=" + it.idempotencyKey();
      return "publish id=" + it.requestId() + " channel=" + it.channel() + " data=" + data + key;
    } else if (command instanceof ClientCommand.Presence it) {
      return "presence id=" + it.requestId() + " channel=" + it.channel();
    } else if (command instanceof ClientCommand.Malformed it) {
      return "malformed" + (it.requestId() == 0 ? "" : " id=" + it.requestId());
    }
    return command.toString();
  }

  private static Optional<Message> encoded(String kind, JsonNode shown) {
    long id = shown.path("id").asLong();
    return switch (kind) {
      case "connected" -> PLAIN.greeting(greeting(shown.get("connected")));
      case "publication" -> PLAIN.publication(publication(shown));
      case "joined" ->
          PLAIN.answer(id, joined(channel(shown, "subscribe"), shown.get("subscribe")));
      case "reset" -> PLAIN.reset(channel(shown, "reset"), position(shown.get("reset")));
      case "left" -> PLAIN.answer(id, new ChannelOutcome.Left(channel(shown, "unsubscribe")));
      case "published" -> PLAIN.answer(id, published(shown.get("publish")));
      case "presence" -> PLAIN.answer(id, presence(shown.get("presence")));
      case "change" -> PLAIN.presence(change(shown.get("presence")));
      case "rejected" -> PLAIN.answer(id, rejected(shown.get("error")));
      default -> throw new IllegalArgumentException("unknown kind of example: " + kind);
    };
  }

  private static Dialect.Greeting greeting(JsonNode shown) {
    List<String> channels = new ArrayList<>();
    shown.get("channels").forEach(channel -> channels.add(channel.asText()));
    return new Dialect.Greeting(
        shown.get("connection").asText(),
        shown.get("user").asText(),
        channels,
        shown.get("positions").properties().stream()
            .map(entry -> joined(entry.getKey(), entry.getValue()))
            .toList(),
        Duration.ofMillis(shown.get("heartbeat_ms").asLong()));
  }

  private static ChannelOutcome.Joined joined(String channel, JsonNode shown) {
    JsonNode recovered = shown.path("recovered");
    return new ChannelOutcome.Joined(
        channel,
        position(shown),
        recovered.isMissingNode()
            ? ChannelOutcome.Recovery.NOT_ASKED
            : recovered.asBoolean()
                ? ChannelOutcome.Recovery.RECOVERED
                : ChannelOutcome.Recovery.NOT_RECOVERED);
  }

  private static Position position(JsonNode shown) {
    return new Position(shown.get("epoch").asText(), shown.get("offset").asLong());
  }

  private static Publication publication(JsonNode shown) {
    return new Publication(
        shown.get("channel").asText(),
        ByteString.fromString(shown.get("data").toString()),
        shown.get("offset").asLong(),
        shown.get("epoch").asText());
  }

  private static ChannelOutcome published(JsonNode shown) {
    return new ChannelOutcome.Published(
        shown.get("channel").asText(), shown.get("offset").asLong(), shown.get("epoch").asText());
  }

  private static ChannelOutcome presence(JsonNode shown) {
    return new ChannelOutcome.Presence(
        shown.get("channel").asText(),
        present(shown.get("present")),
        shown.get("connections").asInt());
  }

  private static PresenceChange change(JsonNode shown) {
    return new PresenceChange(
        shown.get("channel").asText(),
        present(shown.get("joined")),
        present(shown.get("left")),
        shown.get("complete").asBoolean());
  }

  private static List<Present> present(JsonNode shown) {
    List<Present> present = new ArrayList<>();
    for (JsonNode user : shown) {
      List<String> connections = new ArrayList<>();
      user.get("connections").forEach(connection -> connections.add(connection.asText()));
      present.add(new Present(user.get("user").asText(), connections));
    }
    return present;
  }

  private static ChannelOutcome rejected(JsonNode shown) {
    return new ChannelOutcome.Rejected(shown.get("code").asInt(), shown.get("message").asText());
  }

  private static String channel(JsonNode shown, String command) {
    return shown.get(command).get("channel").asText();
  }

  private static List<String> row(CloseReason reason) {
    String code = reason.code() == 0 ? "none" : Integer.toString(reason.code());
    String retry =
        switch (reason.retry()) {
          case RECONNECT -> "yes";
          case DO_NOT -> "no";
          case CLIENT_DECIDES -> "you decide";
        };
    return List.of(code, reason.text(), "`" + reason.label() + "`", retry);
  }
}
