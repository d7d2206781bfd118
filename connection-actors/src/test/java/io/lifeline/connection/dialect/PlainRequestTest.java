package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.connection.websocket.Inbound;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainRequestTest {
  private static final String PUBLISH =
      "{\"id\":17,\"publish\":{\"channel\":\"a\",\"data\":{\"b\":[1,\"c\\n\",null]}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {}                                              | 0 | id: missing
          {"id":1}                                        | 1 | command: missing
          {"subscribe":{"channel":"x"}}                   | 0 | id: missing
          {"id":0,"subscribe":{"channel":"x"}}            | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":-1,"subscribe":{"channel":"x"}}           | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":"1","subscribe":{"channel":"x"}}          | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":1.5,"subscribe":{"channel":"x"}}          | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":9007199254740992,"subscribe":{}}          | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":99999999999999999999,"subscribe":{}}      | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":{"a":1},"subscribe":{"channel":"x"}}      | 0 | id: expected an integer from 1 to 9007199254740991
          {"id":5,"dance":{"channel":"x"}}                | 5 | unknown command: dance
          {"dance":[{"a":1}],"id":5}                      | 5 | unknown command: dance
          {"id":5,"subscribe":{"channel":"x"},"extra":[1]}| 5 | more than one command, or an unknown field: extra
          {"id":5,"subscribe":"x"}                        | 5 | subscribe: expected an object
          {"id":5,"unsubscribe":[["x"]]}                  | 5 | unsubscribe: expected an object
          {"id":5,"publish":null}                         | 5 | publish: expected an object
          {"id":5,"subscribe":{}}                         | 5 | channel: missing
          {"id":5,"subscribe":{"channel":7}}              | 5 | channel: expected a string
          {"id":5,"subscribe":{"channel":{"a":{}}}}       | 5 | channel: expected a string
          {"id":5,"subscribe":{"channel":null}}           | 5 | channel: expected a string
          {"id":5,"subscribe":{"channel":"x","data":1}}   | 5 | subscribe: unknown field: data
          {"id":5,"presence":{}}                          | 5 | channel: missing
          {"id":5,"presence":{"channel":"x","since":{}}}  | 5 | presence: unknown field: since
          {"id":5,"publish":{"channel":"x"}}              | 5 | data: missing
          {"id":5,"publish":{"data":1}}                   | 5 | channel: missing
          """)
  void badRequestIsAnsweredAndNamesWhatIsWrong(String message, long id, String problem) {
    assertThat(PlainRequest.read(message)).isEqualTo(malformed(id, problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"id\":1,\"subscribe\":{\"channel\":\"x\"}",
        "{\"id\":1,\"id\":2,\"subscribe\":{\"channel\":\"x\"}}",
        "{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":{\"a\":1,\"a\":2}}}",
        "{\"id\":1,\"subscribe\":{\"channel\":\"x\"}} nonsense",
        "{\"id\":01,\"subscribe\":{\"channel\":\"x\"}}",
        "{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":NaN}}",
        "{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":\"a\nb\"}}",
        "{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":\"a}}",
        "{'id':1}",
        "{\"id\":1,/**/\"subscribe\":{\"channel\":\"x\"}}",
        "{\"id\":1,\"subscribe\":{\"channel\":\"x\"},}"
      })
  void whatIsNotJsonIsAnsweredWithoutId(String message) {
    assertThat(PlainRequest.read(message)).isEqualTo(malformed(0, "malformed JSON"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "[]", "1", "null", "\"x\""})
  void whatIsNoObjectIsAnswered(String message) {
    assertThat(PlainRequest.read(message)).isEqualTo(malformed(0, "not a JSON object"));
  }

  @Test
  void secondObjectInAMessageIsAnError() {
    assertThat(PlainRequest.read("{\"id\":1,\"subscribe\":{\"channel\":\"x\"}}\n{\"id\":2}"))
        .isEqualTo(malformed(0, "more than one JSON object in a message"));
  }

  @Test
  void nestingIsBounded() {
    assertThat(PlainRequest.read(nested(StrictJson.MAX_DEPTH - 2)))
        .isInstanceOf(ClientCommand.Publish.class);
    assertThat(PlainRequest.read(nested(StrictJson.MAX_DEPTH - 1)))
        .isEqualTo(malformed(0, "malformed JSON"));
    assertThat(PlainRequest.read("[".repeat(60_000))).isInstanceOf(ClientCommand.Malformed.class);
  }

  @Test
  void longNameIsCutInTheAnswer() {
    assertThat(PlainRequest.read("{\"id\":1,\"" + "x".repeat(50_000) + "\":{}}"))
        .isEqualTo(malformed(1, "unknown command: " + "x".repeat(40) + "..."));
  }

  @Test
  void manyFieldsThatCollideCannotBlindOtherPeers() {
    StringBuilder message =
        new StringBuilder("{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":{");
    for (int i = 0; i < 4096; i++) {
      message.append(i == 0 ? "" : ",").append('"').append(colliding(i)).append("\":0");
    }
    String hostile = message.append("}}}").toString();
    for (int i = 0; i < 20; i++) {
      assertThat(PlainRequest.read(hostile)).isInstanceOf(ClientCommand.Publish.class);
    }

    assertThat(PlainRequest.read("{\"id\":1,\"subscribe\":{\"channel\":\"x\"}}"))
        .isEqualTo(new ClientCommand.Subscribe(1, "x", null));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void mutatedRequestsNeverThrow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PlainDialect plain = new PlainDialect();
    for (int i = 0; i < 1000; i++) {
      ByteString message = ByteString.fromArray(mutated(PUBLISH, random));

      List<ClientCommand> commands = plain.commands(new Inbound.Text(message));

      assertThat(commands).as("seed %s, %s", seed, message.utf8String()).hasSize(1);
      answered(plain, commands.get(0), "seed " + seed + ", " + message.utf8String());
    }
  }

  private static void answered(PlainDialect plain, ClientCommand command, String description) {
    if (command instanceof ClientCommand.Malformed malformed) {
      String answer = Frames.text(plain.answer(malformed.requestId(), malformed.error()));
      assertThat(answer).as(description).doesNotContain("\n").endsWith("}}");
    } else if (command instanceof ClientCommand.Publish publish) {
      assertThat(publish.json().utf8String()).as(description).doesNotContain("\n", "\r");
    }
  }

  private static byte[] mutated(String request, SplittableRandom random) {
    byte[] bytes = ByteString.fromString(request).toArray();
    String interesting = "{}[]\",:\\\n\r\t 0-.eEu\0n/'";
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        default -> bytes[at] = (byte) interesting.charAt(random.nextInt(interesting.length()));
      }
    }
    return bytes;
  }

  /** Twelve bits as "Aa" or "B@", which collide in the hash of the parser's own table (x 33). */
  private static String colliding(int bits) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      name.append((bits >> i & 1) == 0 ? "Aa" : "B@");
    }
    return name.toString();
  }

  private static String nested(int depth) {
    return "{\"id\":1,\"publish\":{\"channel\":\"x\",\"data\":"
        + "[".repeat(depth)
        + "]".repeat(depth)
        + "}}";
  }

  private static ClientCommand malformed(long id, String message) {
    return new ClientCommand.Malformed(id, new Rejected(107, message));
  }
}
