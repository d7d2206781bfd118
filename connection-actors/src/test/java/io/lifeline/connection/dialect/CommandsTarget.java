package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.connection.fuzz.Cost;
import io.lifeline.connection.fuzz.FuzzInput;
import io.lifeline.connection.fuzz.FuzzTarget;
import io.lifeline.connection.websocket.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;

/**
 * The plain dialect's requests: any text is one command or one error, which is answered in valid
 * JSON. What is published is what another parser finds in the request.
 */
public final class CommandsTarget implements FuzzTarget {
  private static final JsonMapper REFERENCE =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final int BASE_BYTES = 64 << 10;

  /** Duplicate detection keeps each name of an object. */
  private static final int BYTES_A_BYTE = 256;

  private final PlainDialect dialect = new PlainDialect();

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public List<FuzzInput> seeds(SplittableRandom random) {
    return List.of(
        FuzzInput.of(0, "{\"id\":1,\"subscribe\":{\"channel\":\"news\"}}"),
        FuzzInput.of(
            0,
            "{\"id\":6,\"subscribe\":{\"channel\":\"a\",\"since\":{\"offset\":7,\"epoch\":\"e.1\"}}}"),
        FuzzInput.of(
            0, "{\"id\":7,\"publish\":{\"channel\":\"a\",\"idempotency_key\":\"k\",\"data\":[]}}"),
        FuzzInput.of(0, "{\"id\":9007199254740991,\"unsubscribe\":{\"channel\":\"a:b\"}}"),
        FuzzInput.of(0, "{\"id\":2,\"publish\":{\"channel\":\"news\",\"data\":{\"text\":\"hi\"}}}"),
        FuzzInput.of(0, "{\"id\":5,\"publish\":{\"channel\":\"y\",\"data\":{\"a\":{},\"b\":1}}}"),
        FuzzInput.of(
            0,
            "{\"publish\":{\"data\":[1,-2.5e3,null,\"\\u00e9\\n\"],\n\"channel\":\"c\"},\"id\":3}"),
        FuzzInput.of(0, "{\"id\":4,\"publish\":{\"channel\":\"x\",\"data\":" + nested(64) + "}}"));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Override
  public int rounds() {
    return 3_000;
  }

  @Override
  public void play(FuzzInput input) {
    // Only text that is UTF-8 gets here; what is not becomes it.
    String text = input.bytes().utf8String();
    Inbound.Text message = new Inbound.Text(ByteString.fromString(text));
    Cost.mustBeAtMost(
        BASE_BYTES + (long) BYTES_A_BYTE * text.length(), () -> dialect.commands(message));

    List<ClientCommand> commands = dialect.commands(message);
    assertThat(commands).hasSize(1);
    if (commands.get(0) instanceof ClientCommand.Publish publish) {
      checkPublish(publish, text);
    } else if (commands.get(0) instanceof ClientCommand.Malformed malformed) {
      mustBeJson(
          "the error reply", Frames.text(dialect.answer(malformed.requestId(), malformed.error())));
    } else {
      assertThat(commands.get(0))
          .isInstanceOfAny(ClientCommand.Subscribe.class, ClientCommand.Unsubscribe.class);
      mustBeJson("a command", text);
    }
  }

  private static void checkPublish(ClientCommand.Publish publish, String text) {
    String data = new String(publish.json().toArray(), StandardCharsets.UTF_8);
    JsonNode request = mustBeJson("a command", text);
    assertThat(data).doesNotContain("\n", "\r");
    assertThat(mustBeJson("what is published", data))
        .isEqualTo(request.path("publish").path("data"));
    assertThat(publish.channel()).isEqualTo(request.path("publish").path("channel").textValue());
  }

  private static JsonNode mustBeJson(String what, String text) {
    try {
      return REFERENCE.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(what + " that another parser cannot read: " + text, e);
    }
  }
}
