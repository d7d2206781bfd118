package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedUplinkTest {
  private static final int MANY = 3 * PacedUplink.AT_A_TIME;

  private final List<String> heard = new ArrayList<>();
  private final List<Duration> alarms = new ArrayList<>();
  private final PacedUplink uplink = new PacedUplink(new RecordingWay(), alarms::add);

  private final class RecordingWay implements Following.Uplink {
    @Override
    public void attach(String channel, @Nullable Position since, int attempt) {
      heard.add("attach " + channel + " " + attempt);
    }

    @Override
    public void detach(String channel) {
      heard.add("detach " + channel);
    }

    @Override
    public void recover(String channel, Position since, long ticket) {
      heard.add("recover " + channel + " " + ticket);
    }
  }

  @Test
  void fewAreAskedAtATimeAndTheNextInTheirTurnAsFarAsThereAreAnswers() {
    askMany();
    assertThat(heard).hasSize(PacedUplink.AT_A_TIME).contains("attach c0 0").doesNotContain(last());
    assertThat(alarms).containsExactly(PacedUplink.TURN);

    answer(0, 10);
    assertThat(heard).as("not at once").hasSize(PacedUplink.AT_A_TIME);
    uplink.onAlarm();

    assertThat(heard).hasSize(PacedUplink.AT_A_TIME + 10);
    answer(10, MANY);
    uplink.onAlarm();
    answer(10, MANY);
    uplink.onAlarm();
    assertThat(heard).hasSize(MANY).last().isEqualTo(last());
    assertThat(alarms).as("nobody waits any more").hasSize(3);
  }

  @Test
  void whatIsNotAnsweredSoonHoldsNobodyUp() {
    askMany();

    turns(PacedUplink.PATIENCE_TURNS - 1);
    assertThat(heard).hasSize(PacedUplink.AT_A_TIME);
    turns(1);
    assertThat(heard).hasSize(2 * PacedUplink.AT_A_TIME);
    answer(0, 1);
    turns(1);
    assertThat(heard).as("a late answer").hasSize(2 * PacedUplink.AT_A_TIME + 1);
    turns(PacedUplink.PATIENCE_TURNS);

    assertThat(heard).hasSize(MANY).last().isEqualTo(last());
  }

  @Test
  void personalChannelsAndKnownOnesAndRecoveriesDoNotWait() {
    askMany();
    heard.clear();

    uplink.attach("#alice", null, 1000);
    uplink.attach("news", new Position("e", 7), 1001);
    uplink.recover("news", new Position("e", 7), 5);

    assertThat(heard).containsExactly("attach #alice 1000", "attach news 1001", "recover news 5");
  }

  @Test
  void channelThatIsLeftBeforeItsTurnHearsNothing() {
    askMany();
    heard.clear();

    uplink.detach("c" + (MANY - 1));
    turns(3 * PacedUplink.PATIENCE_TURNS);

    assertThat(heard).hasSize(MANY - PacedUplink.AT_A_TIME - 1);
    assertThat(heard).doesNotContain(last()).noneMatch(said -> said.startsWith("detach"));
  }

  @Test
  void channelThatIsLeftWhileItIsAskedIsToldAndMakesRoom() {
    askMany();
    heard.clear();

    uplink.detach("c0");
    uplink.answered("c0");
    turns(1);

    String next = PacedUplink.AT_A_TIME + "";
    assertThat(heard).containsExactly("detach c0", "attach c" + next + " " + next);
  }

  @Test
  void channelThatIsAskedAgainAndLeftIsToldThoughItWaits() {
    askMany();
    heard.clear();

    uplink.attach("c0", null, 1000);
    uplink.detach("c0");
    turns(3 * PacedUplink.PATIENCE_TURNS);

    assertThat(heard).contains("detach c0").doesNotContain("attach c0 1000");
  }

  private void askMany() {
    for (int i = 0; i < MANY; i++) {
      uplink.attach("c" + i, null, i);
    }
  }

  private void answer(int from, int to) {
    for (int i = from; i < to; i++) {
      uplink.answered("c" + i);
    }
  }

  private void turns(int count) {
    for (int i = 0; i < count; i++) {
      uplink.onAlarm();
    }
  }

  private static String last() {
    return "attach c" + (MANY - 1) + " " + (MANY - 1);
  }
}
