package io.lifeline.supervision.connections;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.Admission;
import io.lifeline.connection.ConnectionId;
import io.lifeline.supervision.MovableClock;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final InetAddress ALICE = address("192.0.2.1");
  private static final InetAddress BOB = address("192.0.2.2");

  private final MovableClock clock = new MovableClock();
  private final SplittableRandom random = new SplittableRandom(42);
  private int connections;

  @Test
  void socketBeyondTheNodesLimitHasNoPlaceUntilOneIsFree() {
    Places places = places("sockets { max = 2 }, websockets { max = 2 }");
    ConnectionId first = next();
    assertThat(places.take(first, ALICE)).isTrue();
    assertThat(places.take(next(), BOB)).isTrue();

    assertThat(places.take(next(), BOB)).isFalse();
    assertThat(places.sockets()).isEqualTo(2);

    places.free(first);
    assertThat(places.take(next(), BOB)).isTrue();
  }

  @Test
  void socketBeyondAnAddressesLimitHasNoPlaceButOthersHave() {
    Places places = places("sockets { per-address = 1 }");
    assertThat(places.take(next(), ALICE)).isTrue();

    assertThat(places.take(next(), ALICE)).isFalse();
    assertThat(places.take(next(), BOB)).isTrue();
  }

  @Test
  void addressThatOpensSocketsTooFastHasToRestWhateverItCloses() {
    Places places = places("sockets { per-address-rate = 10, per-address-burst = 3 }");
    for (int i = 0; i < 3; i++) {
      ConnectionId id = next();
      assertThat(places.take(id, ALICE)).isTrue();
      places.free(id);
    }

    assertThat(places.take(next(), ALICE)).isFalse();
    assertThat(places.take(next(), BOB)).isTrue();

    clock.pass(Duration.ofMillis(100));
    assertThat(places.take(next(), ALICE)).isTrue();
    assertThat(places.take(next(), ALICE)).isFalse();
  }

  @Test
  void addressIsForgottenWhenItHasRested() {
    Places places = places("sockets { per-address-rate = 10, per-address-burst = 3 }");
    ConnectionId first = taken(places, ALICE);
    places.free(first);
    assertThat(places.restingAddresses()).isEqualTo(1);
    assertThat(places.addresses()).isZero();

    clock.pass(Duration.ofMillis(100));
    places.free(taken(places, BOB));

    assertThat(places.restingAddresses()).isEqualTo(1); // that is the other one
  }

  @Test
  void ipv6AddressesCountByTheirNetwork() {
    Places places = places("sockets { per-address = 1 }");
    assertThat(places.take(next(), address("2001:db8:0:1::1"))).isTrue();

    assertThat(places.take(next(), address("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(places.take(next(), address("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void sharedAddressesHaveNoLimitOfTheirOwn() {
    Places places =
        places(
            "unlimited-addresses = [\"192.0.2.2/32\"]"
                + ", sockets { per-address = 1 }, websockets { per-address = 1 }");

    for (int i = 0; i < 5; i++) {
      ConnectionId id = next();
      assertThat(places.take(id, BOB)).isTrue();
      assertThat(places.admit(id, BOB)).isEqualTo(new Admission.Admitted());
    }
    assertThat(places.take(next(), ALICE)).isTrue();
    assertThat(places.take(next(), ALICE)).isFalse();
  }

  @Test
  void webSocketBeyondTheNodesLimitIsUnavailable() {
    Places places = places("websockets { max = 1 }");
    ConnectionId first = taken(places, ALICE);
    assertThat(places.admit(first, ALICE)).isEqualTo(new Admission.Admitted());

    assertRefused(places.admit(taken(places, BOB), BOB), "node", 503);
    assertThat(places.webSockets()).isEqualTo(1);

    places.free(first);
    assertThat(places.admit(taken(places, BOB), BOB)).isEqualTo(new Admission.Admitted());
  }

  @Test
  void webSocketBeyondAnAddressesLimitIsTooMany() {
    Places places = places("websockets { per-address = 1 }");
    assertThat(places.admit(taken(places, ALICE), ALICE)).isEqualTo(new Admission.Admitted());

    assertRefused(places.admit(taken(places, ALICE), ALICE), "address", 429);
    assertThat(places.admit(taken(places, BOB), BOB)).isEqualTo(new Admission.Admitted());
  }

  @Test
  void newcomersBeyondTheBurstAreTooManyUntilTimeHasPassed() {
    Places places = places("websockets { rate = 2, burst = 3 }");
    for (int i = 0; i < 3; i++) {
      assertThat(places.admit(taken(places, ALICE), ALICE)).isEqualTo(new Admission.Admitted());
    }
    assertRefused(places.admit(taken(places, ALICE), ALICE), "rate", 429);

    clock.pass(Duration.ofMillis(500));
    assertThat(places.admit(taken(places, ALICE), ALICE)).isEqualTo(new Admission.Admitted());
    assertRefused(places.admit(taken(places, ALICE), ALICE), "rate", 429);
  }

  @Test
  void drainingNodeAdmitsNobody() {
    Places places = places("");
    ConnectionId connection = taken(places, ALICE);
    places.refuseNewcomers();

    assertRefused(places.admit(connection, ALICE), "draining", 503);
  }

  @Test
  void askingTwiceTakesOnePlace() {
    Places places = places("");
    ConnectionId connection = taken(places, ALICE);
    places.admit(connection, ALICE);
    places.admit(connection, ALICE);

    assertThat(places.webSockets()).isEqualTo(1);
    places.free(connection);
    places.free(connection);
    assertThat(places.webSockets()).isZero();
    assertThat(places.sockets()).isZero();
  }

  @Test
  void addressIsForgottenWithItsLastConnection() {
    Places places = places("");
    ConnectionId direct = taken(places, ALICE);
    ConnectionId proxied = taken(places, ALICE);
    places.admit(direct, ALICE);
    places.admit(proxied, BOB);
    assertThat(places.addresses()).isEqualTo(2);

    places.free(proxied);
    assertThat(places.addresses()).isEqualTo(1);
    places.free(direct);
    assertThat(places.addresses()).isZero();
  }

  @Test
  void refusedComeBackAtDifferentTimesWithinTheRange() {
    Places places = places("retry-after { least = 2s, most = 5s }, websockets { max = 1 }");
    places.admit(taken(places, ALICE), ALICE);

    Set<Duration> times = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      if (places.admit(taken(places, BOB), BOB) instanceof Admission.Refused refused) {
        times.add(refused.retryAfter());
      }
    }
    assertThat(times)
        .containsExactlyInAnyOrder(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5));
  }

  private static void assertRefused(Admission.Verdict verdict, String tier, int status) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused -> {
              assertThat(refused.tier()).isEqualTo(tier);
              assertThat(refused.status()).isEqualTo(status);
            });
  }

  private ConnectionId taken(Places places, InetAddress address) {
    ConnectionId id = next();
    assertThat(places.take(id, address)).isTrue();
    return id;
  }

  private ConnectionId next() {
    connections++;
    return new ConnectionId("c" + connections);
  }

  private Places places(String overrides) {
    SettingsReader reader =
        SettingsReader.of(
            ConfigFactory.parseString("lifeline.supervision {" + overrides + "}")
                .withFallback(ConfigFactory.load())
                .resolve(),
            "lifeline.supervision");
    ConnectionLimits limits = ConnectionLimits.from(reader, new DescriptorLimit(10_000));
    reader.throwIfInvalid();
    return new Places(limits, clock, random);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
