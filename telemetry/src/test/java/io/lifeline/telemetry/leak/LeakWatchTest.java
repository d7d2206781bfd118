package io.lifeline.telemetry.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
  private final ActorTestKit kit = PatientTestKit.withManualTime();
  private final ManualTime time = ManualTime.get(kit.system());
  private final ResourceLedger ledger = new ResourceLedger();
  private final RecordingEventSink events = new RecordingEventSink();
  private final TestProbe<LeakWatch.Report> reports = kit.createTestProbe();
  private final SteadyFootprint footprint = new SteadyFootprint();
  private volatile Leftovers leftovers = Leftovers.NONE;
  private final ActorRef<LeakWatch.Command> watch =
      kit.spawn(
          LeakWatch.create(
              ledger, (group, limit) -> leftovers.find(group, limit), footprint, events));

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void nothingIsReportedBeforeTheFirstSample() {
    assertThat(report().groups()).isEmpty();
    assertThat(report().suspects()).isZero();
  }

  @Test
  void equalCountsAreNoSuspects() {
    openWebSocket();
    openWebSocket();

    LeakWatch.Report report = afterSeconds(GroupHistory.SAMPLES + 1);

    assertThat(report.suspects()).isZero();
    assertThat(events.value(Metric.RESOURCES, "heartbeats")).isEqualTo(2);
    assertThat(events.value(Metric.LEAK_SUSPECTS, "websockets")).isZero();
  }

  @Test
  void aHeartbeatThatOutlivesItsConnectionIsASuspectAfterFiveSamples() {
    openWebSocket();
    closeWebSocket();
    ledger.acquired(Resource.HEARTBEATS);

    assertThat(afterSeconds(GroupHistory.SAMPLES - 1).suspects()).isZero();
    LeakWatch.Report report = afterSeconds(1);

    assertThat(report.suspects()).isEqualTo(1);
    assertThat(events.value(Metric.LEAK_SUSPECTS, "websockets")).isEqualTo(1);
    assertThat(events.value(Metric.LEAK_SUSPECTS, "sockets")).isZero();
    assertThat(report.groups())
        .filteredOn(group -> group.group() == ResourceGroup.WEBSOCKETS)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.held()).containsEntry(Resource.HEARTBEATS, 1L);
              assertThat(group.suspects()).isEqualTo(1);
            });
  }

  @Test
  void aSocketWithoutAnActorIsASuspect() {
    ledger.acquired(Resource.SOCKETS);

    assertThat(afterSeconds(GroupHistory.SAMPLES).suspects()).isEqualTo(1);
  }

  @Test
  void somethingReleasedTwiceIsASuspect() {
    ledger.released(Resource.WRITERS);

    assertThat(afterSeconds(GroupHistory.SAMPLES).suspects()).isEqualTo(1);
  }

  @Test
  void suspectsOfBothGroupsAddUp() {
    ledger.acquired(Resource.SOCKETS);
    ledger.acquired(Resource.WRITERS);
    ledger.acquired(Resource.WRITERS);

    assertThat(afterSeconds(GroupHistory.SAMPLES).suspects()).isEqualTo(3);
  }

  @Test
  void connectionsThatComeAndGoRaiseNothing() {
    for (int second = 0; second < 40; second++) {
      boolean inMotion = second % GroupHistory.SAMPLES != 0;
      if (inMotion) {
        ledger.acquired(Resource.SOCKETS);
        ledger.acquired(Resource.WRITERS);
      }
      assertThat(afterSeconds(1).suspects()).as("second %s", second).isZero();
      if (inMotion) {
        ledger.released(Resource.SOCKETS);
        ledger.released(Resource.WRITERS);
      }
    }
  }

  @Test
  void aLeakAmongConnectionsThatComeAndGoIsCountedAlone() {
    ledger.acquired(Resource.REGISTRY_ENTRIES);
    for (int second = 0; second < GroupHistory.WINDOW + 5; second++) {
      long moving = second % 3;
      for (long i = 0; i < moving; i++) {
        ledger.acquired(Resource.REGISTRY_ENTRIES);
      }
      afterSeconds(1);
      for (long i = 0; i < moving; i++) {
        ledger.released(Resource.REGISTRY_ENTRIES);
      }
    }

    assertThat(report().suspects()).isEqualTo(1);
  }

  @Test
  void whatIsInMotionAtEachSampleOfABusyNodeIsNoSuspect() {
    for (int second = 0; second < 2 * GroupHistory.WINDOW; second++) {
      churn(400);
      acquired(Resource.SOCKETS, 10);
      assertThat(afterSeconds(1).suspects()).as("second %s", second).isZero();
      released(Resource.SOCKETS, 10);
    }
  }

  @Test
  void moreThanCanBeInMotionIsASuspect() {
    acquired(Resource.SOCKETS, 11);
    for (int second = 0; second < GroupHistory.WINDOW; second++) {
      churn(400);
      assertThat(report().suspects()).as("second %s", second).isZero();
      afterSeconds(1);
    }

    assertThat(report().suspects()).isEqualTo(11);
  }

  @Test
  void oneThatIsLeftOverAmongManyInMotionIsASuspectOnceItIsNamedTwice() {
    leftovers = (group, limit) -> names(group, "/user/connections/p-0/c-1");
    ledger.acquired(Resource.CONNECTION_ACTORS);
    int named = GroupHistory.SAMPLES / 2 + 1 + LeftoverSearch.EVERY + 1;
    for (int second = 1; second < named; second++) {
      churn(50);
      assertThat(afterSeconds(1).suspects()).as("second %s", second).isZero();
    }
    churn(50);

    assertThat(afterSeconds(1).groups())
        .filteredOn(group -> group.group() == ResourceGroup.SOCKETS)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.suspects()).isEqualTo(1);
              assertThat(group.examples()).containsExactly("/user/connections/p-0/c-1");
            });
  }

  @Test
  void namesThatAreOthersAtTheNextLookAreNotLeftOver() {
    leftovers = (group, limit) -> names(group, "c-" + ledger.acquiredSoFar(Resource.SOCKETS));
    ledger.acquired(Resource.CONNECTION_ACTORS);

    for (int second = 0; second < GroupHistory.WINDOW - 1; second++) {
      churn(50);
      assertThat(afterSeconds(1).suspects()).as("second %s", second).isZero();
    }
  }

  @Test
  void oneThatIsLeftOverIsToldThoughSocketsInMotionMakeTheCountsAgreeAtTimes() {
    leftovers = (group, limit) -> names(group, "/user/connections/p-0/c-1");
    ledger.acquired(Resource.CONNECTION_ACTORS);
    for (int second = 0; second < 3 * LeftoverSearch.EVERY; second++) {
      int opening = second % 3 == 0 ? 1 : 0;
      churn(50);
      acquired(Resource.SOCKETS, opening);
      afterSeconds(1);
      released(Resource.SOCKETS, opening);
    }

    assertThat(report().suspects()).isEqualTo(1);
  }

  @Test
  void whoIsNoLongerFoundIsNoSuspectAnyMore() {
    leftovers = (group, limit) -> names(group, "/user/connections/p-0/c-1");
    ledger.acquired(Resource.CONNECTION_ACTORS);
    assertThat(afterSeconds(3 * LeftoverSearch.EVERY).suspects()).isEqualTo(1);

    leftovers = Leftovers.NONE;
    ledger.released(Resource.CONNECTION_ACTORS);

    assertThat(afterSeconds(LeftoverSearch.EVERY + 1).suspects()).isZero();
  }

  @Test
  void growthIsToldWithItsGroupAndLogged() {
    footprint.descriptorsEachLook = 10;

    LoggingTestKit.warn("more of [descriptors] than the connections explain")
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              time.timePasses(
                  LeakWatch.INTERVAL.multipliedBy(GrowthWatch.SHORT * GrowthTrend.ENOUGH));
              return report();
            });

    assertThat(events.value(Metric.LEAK_SUSPECTS, "descriptors")).isGreaterThan(100);
    assertThat(events.value(Metric.LEAK_SUSPECTS, "heap")).isZero();
    assertThat(report().suspects()).as("of what must agree").isZero();
    assertThat(report().growths())
        .filteredOn(growth -> growth.suspects() > 0)
        .singleElement()
        .satisfies(
            growth -> {
              assertThat(growth.what()).isEqualTo(Growth.DESCRIPTORS);
              assertThat(growth.within().toSeconds())
                  .isEqualTo((GrowthTrend.ENOUGH - 1L) * GrowthWatch.SHORT);
            });
  }

  @Test
  void nobodyIsLookedForWhileCountsAgree() {
    leftovers =
        (group, limit) -> {
          throw new IllegalStateException("looked for " + group);
        };
    openWebSocket();

    assertThat(afterSeconds(3 * LeftoverSearch.EVERY).suspects()).isZero();
  }

  @Test
  void aLookThatFailsIsLoggedOnceAndCountsAreComparedOn() {
    leftovers =
        (group, limit) -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    ledger.acquired(Resource.CONNECTION_ACTORS);

    LoggingTestKit.warn("could not look for what [sockets] has left over")
        .withOccurrences(1)
        .expect(kit.system(), () -> afterSeconds(3 * LeftoverSearch.EVERY));
    assertThat(report().suspects()).isEqualTo(1);
  }

  @Test
  void theLogNamesTheGroupOnceAndSaysWhenItIsOver() {
    ledger.acquired(Resource.WRITERS);

    LoggingTestKit.warn("leak suspects in group [websockets]")
        .withOccurrences(1)
        .expect(kit.system(), () -> afterSeconds(GroupHistory.SAMPLES + 3));

    ledger.released(Resource.WRITERS);
    LoggingTestKit.info("no leak suspects any more in group [websockets]")
        .withOccurrences(1)
        .expect(kit.system(), () -> afterSeconds(3));
    assertThat(events.value(Metric.LEAK_SUSPECTS, "websockets")).isZero();
  }

  private void openWebSocket() {
    for (Resource resource : Resource.values()) {
      ledger.acquired(resource);
    }
  }

  private void closeWebSocket() {
    for (Resource resource : Resource.values()) {
      ledger.released(resource);
    }
  }

  private static CompletionStage<Set<String>> names(ResourceGroup group, String name) {
    return CompletableFuture.completedFuture(
        group == ResourceGroup.SOCKETS ? Set.of(name) : Set.of());
  }

  /** So many come and go. */
  private void churn(int connections) {
    for (Resource resource : Resource.values()) {
      acquired(resource, connections);
      released(resource, connections);
    }
  }

  private void acquired(Resource resource, int times) {
    for (int i = 0; i < times; i++) {
      ledger.acquired(resource);
    }
  }

  private void released(Resource resource, int times) {
    for (int i = 0; i < times; i++) {
      ledger.released(resource);
    }
  }

  private LeakWatch.Report afterSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.timePasses(LeakWatch.INTERVAL);
      report();
    }
    return report();
  }

  private LeakWatch.Report report() {
    watch.tell(new LeakWatch.Inspect(reports.getRef()));
    return reports.receiveMessage();
  }
}
