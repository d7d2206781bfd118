package io.lifeline.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;

/**
 * Actor test kits that wait longer for what is expected than Pekko's three seconds: a machine that
 * builds other things meanwhile may stall a JVM for that long. A test that passes is no slower.
 */
public final class PatientTestKit {
  private static final Config PATIENCE =
      ConfigFactory.parseString(
          "pekko.actor.testkit.typed { single-expect-default = 20s, default-timeout = 20s, filter-leeway = 20s }");

  private PatientTestKit() {}

  public static ActorTestKit create() {
    return ActorTestKit.create(PATIENCE.withFallback(ConfigFactory.load()));
  }

  public static ActorTestKit create(String name) {
    return ActorTestKit.create(name, PATIENCE.withFallback(ConfigFactory.load()));
  }

  /** A system whose clock only the test turns. */
  public static ActorTestKit withManualTime() {
    return ActorTestKit.create(PATIENCE.withFallback(ManualTime.config()));
  }
}
