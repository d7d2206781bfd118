package io.lifeline.supervision.channels;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Publication;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.load.jmh.Nanoseconds;
import io.lifeline.telemetry.settings.SettingsReader;
import io.lifeline.telemetry.tracing.NoTracing;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a hub does for a publication, without the writers: nobody takes what they are told. In the
 * package of what it measures, which stays invisible to all others.
 */
public class FanoutBenchmark extends Nanoseconds {
  private static final String CHANNEL = "news";

  @Param({"1", "16", "1000"})
  public int receivers;

  /** Whether some of its deliveries are timed. */
  @Param({"false", "true"})
  public boolean timed;

  private final Clock timeOfDay = Clock.systemUTC();
  private final Publication publication =
      new Publication(CHANNEL, ByteString.fromString("{\"n\":1}"), 1, "epoch");
  private Optional<ActorSystem<Void>> system = Optional.empty();
  private Optional<Fanout> fanout = Optional.empty();

  @Setup
  public void setUp() {
    Config config =
        ConfigFactory.parseString("pekko { loglevel = off, fail-mixed-versions = off }")
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> idle = ActorSystem.create(Behaviors.empty(), "lifeline", config);
    system = Optional.of(idle);
    Registry registry = new Registry(1, 1, new NobodyListens());
    Dialect dialect = new PlainDialect();
    for (int i = 0; i < receivers; i++) {
      Subscriber subscriber =
          new Subscriber(
              new ConnectionId("c" + i),
              "user" + i,
              dialect,
              Deflation.NONE,
              idle.ignoreRef(),
              idle.ignoreRef());
      Member member = Objects.requireNonNull(registry.register(subscriber));
      registry.join(member, CHANNEL);
      registry.goLive(member, CHANNEL);
    }
    Namespaces namespaces =
        ChannelSettings.from(SettingsReader.of(config, "lifeline.supervision.channels"))
            .namespaces();
    fanout = Optional.of(new Fanout(registry, namespaces, timeOfDay, NoTracing.INSTANCE));
  }

  @TearDown
  public void tearDown() {
    system.ifPresent(ActorSystem::terminate);
  }

  @Benchmark
  public void deliver() {
    fanout.orElseThrow().deliver(publication, timed ? 1 : 0, null);
  }

  private static final class NobodyListens implements Registry.Listener {
    @Override
    public void joined(Member member, String channel) {}

    @Override
    public void left(Member member, String channel) {}

    @Override
    public void emptied(String channel) {}
  }
}
