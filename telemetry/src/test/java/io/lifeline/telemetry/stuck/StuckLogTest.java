package io.lifeline.telemetry.stuck;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.stuck.StuckActor.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StuckLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(StuckLogTest.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final StuckLog log = new StuckLog(logger);

  StuckLogTest() {
    lines.start();
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void end() {
    logger.detachAppender(lines);
  }

  @Test
  void anActorIsNamedOnceWhenItBecomesStuckAndOnceAfter() {
    log.tell(stuck(1));
    log.tell(stuck(1));
    assertThat(said()).hasSize(1).first().asString().startsWith("an actor is stuck:\n/user/a-0");

    log.tell(List.of());
    log.tell(List.of());

    assertThat(said()).hasSize(2).last().isEqualTo("no longer stuck: [/user/a-0]");
  }

  @Test
  void ofMuchTroubleAFewAreNamed() {
    log.tell(stuck(500));

    assertThat(said())
        .hasSize(StuckLog.MAX_NAMED + 1)
        .last()
        .isEqualTo("[490] more actors became stuck at once");
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static List<StuckActor> stuck(int actors) {
    return IntStream.range(0, actors)
        .mapToObj(
            i ->
                new StuckActor(
                    new StuckActor.Who("/user/a-" + i, ActorRole.SINGLETON, ""),
                    Trouble.IN_WORK,
                    "java.lang.String",
                    Duration.ofSeconds(10),
                    List.of(),
                    List.of()))
        .toList();
  }
}
