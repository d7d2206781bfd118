package io.lifeline.telemetry.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoriesTest {
  private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration AGE = Duration.ofSeconds(10);
  private final Stories stories =
      new Stories(
          new StoriesSettings(3, 2), Clock.fixed(OPENED.plus(AGE).plusMillis(20), ZoneOffset.UTC));

  @Test
  void theLatestAreKeptAndComeFirst() {
    for (int i = 1; i <= 5; i++) {
      stories.ended(story("c" + i, new Timeline(peer(), 0)).ended("peer_closed", false));
    }

    assertThat(stories.ordinary())
        .extracting(s -> s.who().connection())
        .containsExactly("c5", "c4", "c3");
    assertThat(stories.find("c2")).isEmpty();
    assertThat(stories.find("c3")).isPresent();
  }

  @Test
  void ordinaryEndsDoNotPushOutThoseInTrouble() {
    stories.ended(story("silent", active()).ended("silent_peer", true));
    Timeline suspect = active();
    suspect.missed(1, 1);
    stories.ended(story("suspect", suspect).ended("peer_closed", false));
    for (int i = 1; i <= 10; i++) {
      stories.ended(story("c" + i, active()).ended("peer_closed", false));
      stories.ended(story("h" + i, new Timeline(peer(), 0)).ended("handshake_timeout", true));
    }

    assertThat(stories.troubled())
        .extracting(s -> s.who().connection())
        .containsExactly("suspect", "silent");
    assertThat(stories.find("silent")).isPresent();
  }

  @Test
  void whenItIsReclaimedIsAddedToItsStory() {
    stories.ended(story("c1", active()).ended("kicked", false));
    assertThat(end("c1").reclaimedAfter()).isNull();

    stories.reclaimed("c1");
    stories.reclaimed("unknown");

    assertThat(end("c1").reclaimedAfter()).isEqualTo(Duration.ofMillis(20));
    assertThat(stories.find("unknown")).isEmpty();
  }

  @Test
  void whatCouldBeLargeIsCutAtTheEnd() {
    Story large =
        new Story(
            new Story.Who("c1", "u".repeat(5_000), "127.0.0.1:7", "plain"),
            "active",
            OPENED,
            AGE,
            active().course(),
            new Story.Traffic(1, 2, IntStream.range(0, 100).mapToObj(i -> "ch" + i).toList()),
            null);

    Story kept = large.ended("kicked", false);

    assertThat(kept.who().user()).hasSize(256);
    assertThat(kept.traffic().channels()).hasSize(8);
    assertThat(kept.traffic().delivered()).isEqualTo(2);
  }

  @Test
  void oneThatLivesIsNotTaken() {
    assertThatThrownBy(() -> stories.ended(story("c1", active())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textTellsEachStepAndNothingThatATerminalObeys() {
    Timeline timeline = active();
    timeline.answered(310_000, 3_000_000_000L);
    timeline.missed(1, 9_000_000_000L);
    stories.ended(story("c1", timeline).ended("silent_peer", true));
    stories.reclaimed("c1");

    String text = StoryText.whole(stories.find("c1").orElseThrow());

    assertThat(text)
        .isEqualTo(
            """
            connection   c1
            user         eve?[31m
            from         127.0.0.1:7
            dialect      plain
            opened       2026-01-01T00:00:00Z, 10.0 s before its end
                  +0.0000 s  opening
                  +0.0020 s  active
                  +9.0000 s  missed beat 1
                 +10.0000 s  ended: silent_peer
                 +10.0200 s  reclaimed
            beats        1 answered, the last at +3.0 s; 1 missed in a row
            round trips  0.310 ms (the latest first)
            queue        0 bytes in 0 frames; at most 0 bytes, 0 frames
            messages     received 5, delivered 6
            channels     news
            """);
    assertThat(StoryText.list(stories.troubled(), 4))
        .contains("c1             silent_peer")
        .contains("eve?[31m")
        .endsWith("  (1 of 4 shown)\n");
  }

  @Test
  void wrongSizesAreNamed() {
    SettingsReader reader =
        SettingsReader.of(
            ConfigFactory.parseString("lifeline.telemetry.stories { ended = -1, troubled = many }"),
            "lifeline");

    StoriesSettings.from(reader.at("telemetry").at("stories"));

    assertThat(reader.problems())
        .containsExactly(
            "lifeline.telemetry.stories.ended: -1 (expected: a whole number, 0..100000)",
            "lifeline.telemetry.stories.troubled: many (expected: a whole number, 0..100000)");
  }

  private Story.End end(String id) {
    return Stream.ofNullable(stories.find(id).orElseThrow().end()).findFirst().orElseThrow();
  }

  private static Timeline active() {
    Timeline timeline = new Timeline(peer(), 0);
    timeline.entered(Happening.ACTIVE, 2_000_000);
    return timeline;
  }

  private static InetSocketAddress peer() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
  }

  private static Story story(String id, Timeline timeline) {
    return new Story(
        new Story.Who(id, "eve\u001b[31m", "127.0.0.1:7", "plain"),
        "active",
        OPENED,
        AGE,
        timeline.course(),
        new Story.Traffic(5, 6, List.of("news")),
        null);
  }
}
