package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationsTest {
  private long now;
  private final List<PublishReply> replies = new ArrayList<>();
  private final Publications publications =
      new Publications(new ChannelSettings.Publishing(100, 10, 3, 2), () -> now);

  @Test
  void oneChannelThatDoesNotAnswerLeavesRoomForOthers() {
    publications.add("slow", replies::add);
    publications.add("slow", replies::add);

    assertThat(publications.problemOf("slow")).extracting("code").isEqualTo(111);
    assertThat(publications.problemOf("other")).isNull();
    long ticket = publications.add("other", replies::add);
    assertThat(publications.problemOf("third")).extracting("code").isEqualTo(111);
    publications.onAnswer(new AppendAnswer.Done(ticket, new Position("e", 1), 2));
    assertThat(publications.problemOf("third")).isNull();
    assertThat(replies).containsExactly(new Published(1, "e", 2));
  }

  @Test
  void publisherIsToldInTimeThatNothingIsKnownAndOnlyOnce() {
    long ticket = publications.add("slow", replies::add);
    now = Publications.ANSWER_WITHIN_MILLIS - 1;
    publications.onTick();
    assertThat(replies).isEmpty();

    now++;
    publications.onTick();
    publications.onAnswer(new AppendAnswer.Done(ticket, new Position("e", 1), 1));

    assertThat(replies)
        .singleElement()
        .satisfies(reply -> assertThat(((NotPublished) reply).code()).isEqualTo(100));
    assertThat(publications.size()).isZero();
    assertThat(publications.problemOf("slow")).isNull();
  }

  @Test
  void refusalOfAChannelIsHandedOn() {
    long ticket = publications.add("a", replies::add);

    publications.onAnswer(new AppendAnswer.Refused(ticket, 106, "full"));

    assertThat(replies).containsExactly(new NotPublished(106, "full"));
  }
}
