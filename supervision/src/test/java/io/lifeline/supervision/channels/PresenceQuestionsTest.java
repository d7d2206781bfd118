package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Present;
import io.lifeline.supervision.gateway.GatewayCommand.PresenceReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresenceQuestionsTest {
  private final List<Consumer<PresenceReply>> asked = new ArrayList<>();
  private final PresenceQuestions questions =
      new PresenceQuestions((channel, asker) -> asked.add(asker));
  private final List<ChannelOutcome> answers = new ArrayList<>();

  @Test
  void channelFullOfClientsThatAskTogetherAsksTheNodesTwice() {
    for (int i = 0; i < 10_000; i++) {
      questions.ask("room:1", answers::add);
    }
    assertThat(asked).hasSize(1);
    questions.onTick();
    assertThat(asked).hasSize(2);

    asked.forEach(asker -> asker.accept(reply(new Present("alice", List.of("c1")))));

    assertThat(answers)
        .hasSize(10_000)
        .containsOnly(
            new ChannelOutcome.Presence("room:1", List.of(new Present("alice", List.of("c1"))), 1));
  }

  @Test
  void whoAsksLaterIsAnsweredWithWhatHoldsThen() {
    questions.ask("room:1", answers::add);
    questions.ask("room:1", answers::add);
    asked.get(0).accept(reply());
    assertThat(answers).hasSize(1);

    questions.onTick();
    asked.get(1).accept(reply(new Present("alice", List.of("c1"))));

    assertThat(((ChannelOutcome.Presence) answers.get(1)).connections()).isEqualTo(1);
  }

  @Test
  void quietChannelIsAskedAtOnce() {
    questions.ask("room:1", answers::add);
    questions.ask("room:2", answers::add);
    questions.onTick();

    questions.ask("room:1", answers::add);

    assertThat(asked).hasSize(3);
  }

  @Test
  void connectionsOfAUserOnSeveralNodesAreTogether() {
    questions.ask("room:1", answers::add);

    asked
        .get(0)
        .accept(
            reply(
                new Present("alice", List.of("c1")),
                new Present("bob", List.of("c2")),
                new Present("alice", List.of("c3"))));

    assertThat(answers)
        .containsExactly(
            new ChannelOutcome.Presence(
                "room:1",
                List.of(
                    new Present("alice", List.of("c1", "c3")), new Present("bob", List.of("c2"))),
                3));
  }

  @Test
  void answerNamesNoMoreThanFit() {
    questions.ask("room:1", answers::add);
    asked.get(0).accept(reply(users(1_500, "u")));
    questions.ask("room:2", answers::add);
    asked.get(1).accept(reply(users(1_000, "u".repeat(250))));

    ChannelOutcome.Presence many = (ChannelOutcome.Presence) answers.get(0);
    assertThat(many.present()).hasSize(PresenceQuestions.MAX_NAMES);
    assertThat(many.connections()).isEqualTo(1_500);
    assertThat(many.isComplete()).isFalse();
    ChannelOutcome.Presence longNames = (ChannelOutcome.Presence) answers.get(1);
    assertThat(longNames.present()).hasSizeBetween(150, 200);
    assertThat(longNames.isComplete()).isFalse();
  }

  private static Present[] users(int count, String prefix) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Present(prefix + i, List.of("c" + i)))
        .toArray(Present[]::new);
  }

  private static PresenceReply reply(Present... present) {
    int connections = List.of(present).stream().mapToInt(one -> one.connections().size()).sum();
    return new PresenceReply(List.of(present), connections, present.length);
  }
}
