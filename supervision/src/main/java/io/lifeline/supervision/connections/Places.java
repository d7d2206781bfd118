package io.lifeline.supervision.connections;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.lifeline.connection.Admission;
import io.lifeline.connection.ConnectionId;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The places of a node's connections under its {@link ConnectionLimits}. A connection has a place
 * for its socket from the start, may get one for its WebSocket, and gives both back at once.
 *
 * <p>Holds one entry for each connection and one for each address that has a connection, or had so
 * many lately that it has to wait. Not thread-safe.
 */
final class Places {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final ConnectionLimits limits;
  private final RandomGenerator random;
  private final Bucket newcomers;
  private final Map<ConnectionId, Place> places = new HashMap<>();
  private final Map<AddressBlock, AddressUse> addresses = new HashMap<>();
  private final RestingAddresses resting = new RestingAddresses();
  private final Clock clock;
  private int webSockets;
  private boolean draining;

  Places(ConnectionLimits limits, Clock clock, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
    this.clock = clock;
    this.newcomers =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(limits.burst())
                        .refillGreedy(limits.rate(), Duration.ofSeconds(1)))
            .withCustomTimePrecision(new ClockMeter(clock))
            .withSynchronizationStrategy(SynchronizationStrategy.NONE)
            .build();
  }

  /** Takes a place for a socket, or answers false if there is none. */
  boolean take(ConnectionId connection, InetAddress address) {
    if (places.size() >= limits.sockets()) {
      return false;
    }
    forgetRested();
    AddressUse use = useOf(address);
    if (!limits.unlimited().contains(address)
        && (use.sockets >= limits.socketsOfAddress() || !use.pace.take(limits, now()))) {
      return false;
    }
    resting.remove(use.block);
    use.sockets++;
    addresses.put(use.block, use);
    places.put(connection, new Place(use));
    return true;
  }

  /** Takes a place for the WebSocket of a connection that has one for its socket. */
  Admission.Verdict admit(ConnectionId connection, InetAddress address) {
    Place place = places.get(connection);
    if (draining || place == null) {
      return refused("draining", UNAVAILABLE);
    }
    if (place.webSocketOf != null) {
      return new Admission.Admitted();
    }
    if (webSockets >= limits.webSockets()) {
      return refused("node", UNAVAILABLE);
    }
    AddressUse use = useOf(address);
    if (use.webSockets >= limits.webSocketsOfAddress() && !limits.unlimited().contains(address)) {
      return refused("address", TOO_MANY_REQUESTS);
    }
    if (!newcomers.tryConsume(1)) {
      return refused("rate", TOO_MANY_REQUESTS);
    }
    webSockets++;
    resting.remove(use.block);
    use.webSockets++;
    addresses.put(use.block, use);
    place.webSocketOf = use;
    return new Admission.Admitted();
  }

  /** Gives back whatever the connection has. */
  void free(ConnectionId connection) {
    Place place = places.remove(connection);
    if (place == null) {
      return;
    }
    place.socketOf.sockets--;
    forgetIfUnused(place.socketOf);
    AddressUse webSocketOf = place.webSocketOf;
    if (webSocketOf != null) {
      webSockets--;
      webSocketOf.webSockets--;
      forgetIfUnused(webSocketOf);
    }
  }

  /** From now on no WebSocket is admitted. */
  void refuseNewcomers() {
    draining = true;
  }

  int sockets() {
    return places.size();
  }

  int webSockets() {
    return webSockets;
  }

  /** From how many addresses connections come. */
  int addresses() {
    return addresses.size() - resting.size();
  }

  /** How many addresses are remembered only for having been too fast. */
  int restingAddresses() {
    return resting.size();
  }

  private Admission.Refused refused(String tier, int status) {
    return new Admission.Refused(tier, status, limits.retryAfter().pick(random));
  }

  private AddressUse useOf(InetAddress address) {
    AddressBlock block = AddressBlock.of(address);
    AddressUse use = addresses.get(block);
    return use == null ? new AddressUse(block) : use;
  }

  private void forgetIfUnused(AddressUse use) {
    if (use.sockets == 0 && use.webSockets == 0) {
      resting.add(use.block, use.pace.restedAt());
      forgetRested();
    }
  }

  private void forgetRested() {
    resting.removeRested(now(), addresses::remove);
  }

  private long now() {
    return clock.millis() * AddressPace.MICROS_A_MILLI;
  }

  /** One connection. A WebSocket may count for another address than its socket: behind a proxy. */
  private static final class Place {
    private final AddressUse socketOf;
    private @Nullable AddressUse webSocketOf;

    Place(AddressUse socketOf) {
      this.socketOf = socketOf;
    }
  }

  private static final class AddressUse {
    private final AddressBlock block;
    private final AddressPace pace = new AddressPace();
    private int sockets;
    private int webSockets;

    AddressUse(AddressBlock block) {
      this.block = block;
    }
  }

  private record ClockMeter(Clock clock) implements TimeMeter {
    private static final long NANOS_A_MILLI = 1_000_000L;

    @Override
    public long currentTimeNanos() {
      return clock.millis() * NANOS_A_MILLI;
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
