package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which way a channel is left. */
class HubUplinkTest {
  private static final Duration SHORTLY = Duration.ofMillis(50);
  private static final String ELSEWHERE = "pekko://other@127.0.0.1:1/user/keeper#1";

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                  pekko.actor.testkit.typed.single-expect-default = 20s
                  """)
              .withFallback(ConfigFactory.load()));
  private final TestProbe<ChannelLog.Command> keeper = kit.createTestProbe();
  private final TestProbe<ChannelLog.Command> sharding = kit.createTestProbe();
  private final TestProbe<ChannelEvent> hub = kit.createTestProbe();
  private final ChannelLog.Detach detach = new ChannelLog.Detach("news", hub.getRef());

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void keeperOnThisNodeIsToldItself() {
    leave(keeper.getRef());

    keeper.expectMessage(detach);
    sharding.expectNoMessage(SHORTLY);
  }

  @Test
  void keeperOnAnotherNodeIsToldOnTheWayOfWhatIsSentLater() {
    ActorRef<ChannelLog.Command> elsewhere =
        ActorRefResolver.get(kit.system()).resolveActorRef(ELSEWHERE);
    assertThat(elsewhere.path().address().getHost()).contains("127.0.0.1");

    leave(elsewhere);

    sharding.expectMessage(detach);
  }

  @Test
  void keeperThatIsNotKnownIsToldByTheSharding() {
    leave(null);

    sharding.expectMessage(detach);
  }

  private void leave(@Nullable ActorRef<ChannelLog.Command> known) {
    kit.spawn(
        Behaviors.<Object>setup(
            context -> {
              Keepers keepers = new Keepers(context);
              if (known != null) {
                keepers.keeps("news", known);
              }
              new HubUplink(sharding.getRef()::tell, keepers, hub.getRef()).detach("news");
              return Behaviors.empty();
            }));
  }
}
