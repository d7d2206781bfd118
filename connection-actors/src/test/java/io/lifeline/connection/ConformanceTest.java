package io.lifeline.connection;

import io.lifeline.connection.conformance.CasePlayer;
import io.lifeline.connection.conformance.ConformanceCase;
import io.lifeline.connection.conformance.ConformanceTable;
import io.lifeline.connection.conformance.Splits;
import io.lifeline.connection.conformance.Wire;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the conformance table against a connection with everything that belongs to it, in memory:
 * what is checked are the bytes on its wire.
 */
class ConformanceTest extends ConnectionFixture {
  private static final int RANDOM_SPLITS = 3;

  /** Those of the development node's echo, for which the table is written. */
  private static final String LIMITS =
      """
      lifeline.connection {
        max-frame = 17MiB
        max-message = 17MiB
        inbound { messages-per-second = 1000000, bytes-per-second = 512MiB }
      }
      """;

  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int LINGERS = 20;
  private static final Duration LINGER = Duration.ofMillis(200);

  private final SplittableRandom random = Seeds.random("splits");

  static List<ConformanceCase> cases() {
    return ConformanceTable.read();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holds(ConformanceCase row) {
    node.configuration = LIMITS;
    node.door = kit.spawn(Behaviors.receiveMessage(this::admit));
    play(row, Splits.whole());
    play(row, Splits.byteByByte());
    for (int i = 0; i < RANDOM_SPLITS; i++) {
      play(row, Splits.random(random));
    }
    play(wire -> CasePlayer.playEagerly(row, wire));
  }

  private void play(ConformanceCase row, Splits splits) {
    play(wire -> CasePlayer.play(row, wire, splits));
  }

  private void play(Consumer<Wire> player) {
    try (MemoryWire wire = new MemoryWire()) {
      player.accept(wire);
      wire.expectEnd();
    }
  }

  private Behavior<Admission.Request> admit(Admission.Request request) {
    request.replyTo().tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));
    return Behaviors.same();
  }

  private final class MemoryWire implements Wire {
    private final FakePeer peer = new FakePeer(kit.system());
    private final ActorRef<ConnectionActor.Command> connection = node.connect(peer);

    @Override
    public void send(byte[] bytes) {
      peer.sendsIfOpen(ByteString.fromArrayUnsafe(bytes));
    }

    @Override
    public byte[] receive() {
      for (int i = 0; i < LINGERS && !peer.isReadableWithin(PATIENCE); i++) {
        clock.timePasses(LINGER); // it may be an answer to what was no request
      }
      return peer.reads().orElse(ByteString.emptyByteString()).toArrayUnsafe();
    }

    @Override
    public void lingers() {
      view(connection); // by now it has started its timer
      clock.timePasses(LINGER.multipliedBy(2));
    }

    /** Whatever was said, nothing is left. */
    void expectEnd() {
      kit.createTestProbe().expectTerminated(connection);
    }

    @Override
    public void close() {
      kit.stop(connection);
    }
  }
}
