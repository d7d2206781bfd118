package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.connection.OutboundSettings.Overflow;
import io.lifeline.supervision.channels.NamespaceSettings.WhoMayAsk;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  @Test
  void withoutAnyEveryChannelIsAlike() {
    Namespaces none = namespaces("");

    assertThat(none.problemOf("a:b:c")).isEmpty();
    assertThat(none.of("a:b:c")).isEqualTo(none.of("plain"));
    assertThat(none.maySubscribe("a:b")).isEqualTo(Who.TOKEN);
    assertThat(none.of("a").history())
        .isEqualTo(new HistorySettings(100, 256 << 10, Duration.ofMinutes(1)));
    assertThat(none.of("a").atLimit()).isNull();
  }

  @Test
  void whatANamespaceDoesNotSayIsAsTheDefaultSays() {
    Namespaces some =
        namespaces(
            """
            default { history-size = 7, publish = anyone }
            namespaces {
              "news:" { history-for = 10m, subscribe = anyone }
              "price:" { history-size = 1, at-limit = latest-only, recovery = off }
            }
            """);

    NamespaceSettings news = some.of("news:sport:uk");
    assertThat(news.history()).isEqualTo(new HistorySettings(7, 256 << 10, Duration.ofMinutes(10)));
    assertThat(news.subscribe()).isEqualTo(Who.ANYONE);
    assertThat(news.publish()).isEqualTo(Who.ANYONE);
    assertThat(some.of("price:1").atLimit()).isEqualTo(Overflow.LATEST_ONLY);
    assertThat(some.of("price:1").recovery()).isFalse();
    assertThat(some.of("plain").subscribe()).isEqualTo(Who.TOKEN);
  }

  @Test
  void presenceIsForBackEndsAndNothingIsToldUnlessANamespaceSaysSo() {
    Namespaces some =
        namespaces(
            """
            namespaces {
              "room:" { presence = on, join-leave = on }
              "dark:" { presence = off }
            }
            """);

    assertThat(some.of("plain").presence()).isEqualTo(WhoMayAsk.BACK_ENDS);
    assertThat(some.tellsOfJoins("plain")).isFalse();
    assertThat(some.of("room:1").presence()).isEqualTo(WhoMayAsk.ON);
    assertThat(some.tellsOfJoins("room:1")).isTrue();
    assertThat(some.of("dark:1").presence()).isEqualTo(WhoMayAsk.OFF);
    assertThat(namespaces("default { join-leave = on }").tellsOfJoins("#alice")).isFalse();
    assertThat(problems("default { presence = everyone }"))
        .singleElement()
        .asString()
        .contains("off or back-ends or on");
  }

  @Test
  void withSomeANameWithAColonMustHaveOneOfThem() {
    Namespaces some = namespaces("namespaces { \"news:\" {} }");

    assertThat(some.problemOf("odd:1")).map(problem -> problem.code()).contains(102);
    assertThat(some.problemOf(":")).isPresent();
    assertThat(some.problemOf("news:1")).isEmpty();
    assertThat(some.problemOf("news")).isEmpty();
    assertThat(some.problemOf("#alice:smith")).isEmpty();
  }

  @Test
  void badSettingsAreNamed() {
    assertThat(problems("namespaces { \"news\" {} }"))
        .singleElement()
        .asString()
        .contains("channels.namespaces: news", "expected: names that end with their only colon");
    assertThat(problems("namespaces { \"a:b:\" {} }")).hasSize(1);
    assertThat(problems("namespaces = 1")).singleElement().asString().contains("a section of keys");
    assertThat(problems("namespaces { \"news:\" { history-size = -1 } }"))
        .singleElement()
        .asString()
        .contains("news:", "history-size: -1");
    assertThat(problems("namespaces { \"news:\" { histroy-size = 1 } }"))
        .singleElement()
        .asString()
        .contains("histroy-size");
    assertThat(problems("default { at-limit = never }"))
        .singleElement()
        .asString()
        .contains("endpoint or disconnect or drop-oldest or latest-only");
  }

  @Test
  void channelIsKnownToMetricsByItsNamespace() {
    Namespaces some = namespaces("namespaces { \"news:\" {} }");

    assertThat(some.labelOf("news:sports")).isEqualTo("news:");
    assertThat(some.labelOf("news")).isEqualTo("default");
    assertThat(some.labelOf("other:1")).isEqualTo("default");
    assertThat(some.labelOf("#news:alice")).isEqualTo("personal");
    assertThat(namespaces("").labelOf("news:sports")).isEqualTo("default");
  }

  private static Namespaces namespaces(String overrides) {
    SettingsReader reader = reader(overrides);
    Namespaces namespaces = Namespaces.from(reader);
    assertThat(reader.problems()).isEmpty();
    return namespaces;
  }

  private static List<String> problems(String overrides) {
    SettingsReader reader = reader(overrides);
    ChannelSettings.from(reader);
    reader.rejectUnknownKeys();
    return reader.problems();
  }

  private static SettingsReader reader(String overrides) {
    return SettingsReader.of(
        ConfigFactory.parseString("lifeline.supervision.channels {" + overrides + "}")
            .withFallback(ConfigFactory.load())
            .resolve(),
        "lifeline.supervision.channels");
  }
}
