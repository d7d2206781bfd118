package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServerTextTest {
  @Test
  void theGreetingSaysWhereEachChannelIs() {
    String text =
        "{\"connected\":{\"connection\":\"c-1\",\"user\":\"alice\",\"channels\":[\"news\"],"
            + "\"positions\":{\"news\":{\"offset\":45,\"epoch\":\"Q\",\"recovered\":false},"
            + "\"#alice\":{\"offset\":7,\"epoch\":\"b\"}},\"heartbeat_ms\":30000}}";

    assertThat(ServerText.of(text))
        .isEqualTo(
            new ServerText.Connected(
                Map.of(
                    "news", new ServerText.Told(new Position(45, "Q"), Optional.of(false)),
                    "#alice", new ServerText.Told(new Position(7, "b"), Optional.empty())),
                30000));
  }

  @Test
  void aPublicationSaysItsPlaceItsNumberAndWhenItWasDue() {
    assertThat(
            ServerText.of(
                "{\"channel\":\"news\",\"data\":{\"n\":3,\"due\":99},\"offset\":4,\"epoch\":\"Q\"}"))
        .isEqualTo(new ServerText.Publication("news", new Position(4, "Q"), 3, 99));
  }

  @Test
  void aPublicationOfSomebodyElseHasNoNumber() {
    assertThat(ServerText.of("{\"channel\":\"news\",\"data\":\"hi\",\"offset\":4,\"epoch\":\"Q\"}"))
        .isEqualTo(new ServerText.Publication("news", new Position(4, "Q"), -1, 0));
  }

  @Test
  void aChannelMayFollowTheGreeting() {
    assertThat(
            ServerText.of(
                "{\"subscribe\":{\"channel\":\"news\",\"offset\":4,\"epoch\":\"Q\",\"recovered\":true}}"))
        .isEqualTo(
            new ServerText.Subscribed(
                "news", new ServerText.Told(new Position(4, "Q"), Optional.of(true))));
  }

  @Test
  void aResetIsOne() {
    assertThat(ServerText.of("{\"reset\":{\"channel\":\"news\",\"offset\":0,\"epoch\":\"new\"}}"))
        .isEqualTo(new ServerText.Reset("news", new Position(0, "new")));
  }

  @Test
  void anythingElseIsUnexpected() {
    for (String text : new String[] {"{\"error\":{\"code\":107}}", "[]", "nonsense"}) {
      assertThat(ServerText.of(text)).isEqualTo(new ServerText.Unexpected(text));
    }
  }
}
