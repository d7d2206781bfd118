package io.lifeline.load;

import java.time.Duration;

/** A scenario that does what a test says, without a node. */
record FakeScenario(String name, Duration timeout, Play play, boolean isPlayedByDefault)
    implements Scenario {
  FakeScenario(String name, Duration timeout, Play play) {
    this(name, timeout, play, true);
  }

  interface Play {
    void on(Stage stage) throws Exception;
  }

  static FakeScenario passing(String name) {
    return new FakeScenario(name, Duration.ofSeconds(10), stage -> {});
  }

  static FakeScenario failing(String name) {
    return new FakeScenario(
        name,
        Duration.ofSeconds(10),
        stage -> {
          throw new InvariantBroken(name + " is broken");
        });
  }

  /** Not played by default. */
  static FakeScenario skipping(String name) {
    return new FakeScenario(
        name, Duration.ofSeconds(10), stage -> stage.skip("no " + name + " here"), false);
  }

  @Override
  public String invariant() {
    return name + " holds";
  }

  @Override
  public void play(Stage stage) throws Exception {
    play.on(stage);
  }
}
