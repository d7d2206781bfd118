package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringsTest {
  private long now;
  private final List<List<HubAnswer>> heard = new ArrayList<>();
  private final Gatherings gatherings = new Gatherings(() -> now);

  @Test
  void askerIsAnsweredWhenAllHaveAnswered() {
    long ticket = gatherings.begin(2, heard::add);
    gatherings.onAnswer(new HubAnswer.Told(ticket, 1));
    assertThat(heard).isEmpty();
    gatherings.onAnswer(new HubAnswer.Told(ticket, 2));

    assertThat(heard)
        .containsExactly(List.of(new HubAnswer.Told(ticket, 1), new HubAnswer.Told(ticket, 2)));
    assertThat(gatherings.size()).isZero();
  }

  @Test
  void askerIsAnsweredInTimeWithThoseThatAreThere() {
    long ticket = gatherings.begin(2, heard::add);
    gatherings.onAnswer(new HubAnswer.Told(ticket, 1));
    now = Gatherings.ANSWER_WITHIN_MILLIS;

    gatherings.onTick();
    gatherings.onAnswer(new HubAnswer.Told(ticket, 2));

    assertThat(heard).containsExactly(List.of(new HubAnswer.Told(ticket, 1)));
  }

  @Test
  void whereThereIsNobodyToAskTheAnswerIsThereAtOnce() {
    gatherings.begin(0, heard::add);

    assertThat(heard).containsExactly(List.of());
  }
}
