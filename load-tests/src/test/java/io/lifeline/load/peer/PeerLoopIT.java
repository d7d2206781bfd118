package io.lifeline.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server sees of peers with bad manners. */
@Timeout(20)
final class PeerLoopIT {
  private ServerSocket server;
  private PeerLoop loop;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    loop = new PeerLoop(address, new SplittableRandom(1));
  }

  @AfterEach
  void stop() throws IOException {
    loop.close();
    server.close();
    assertThat(loop.problems()).isEmpty();
  }

  @Test
  void whatIsGivenBeforeItIsConnectedIsSent() throws Exception {
    loop.connect().send("early".getBytes(US_ASCII));

    try (Socket accepted = server.accept()) {
      assertThat(accepted.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("early");
    }
  }

  @Test
  void drippedBytesArriveOneByOne() throws Exception {
    loop.connect().drip("abc".getBytes(US_ASCII), Duration.ofMillis(50));

    try (Socket accepted = server.accept()) {
      InputStream in = accepted.getInputStream();
      byte[] chunk = new byte[10];
      assertThat(in.read(chunk)).isEqualTo(1);
      assertThat(in.read(chunk)).isEqualTo(1);
      assertThat(in.read(chunk)).isEqualTo(1);
    }
  }

  @Test
  void aResetIsSeenAsOne() throws Exception {
    Peer peer = loop.connect();
    try (Socket accepted = server.accept()) {
      peer.send(new byte[1]);
      assertThat(accepted.getInputStream().read()).isZero();
      peer.reset();

      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aPeerThatVanishesEndsTheStream() throws Exception {
    Peer peer = loop.connect();
    try (Socket accepted = server.accept()) {
      peer.vanish();

      assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      assertThat(peer.ended().get(20, TimeUnit.SECONDS).cause()).isEqualTo(End.Cause.LEFT);
    }
  }

  @Test
  void aPeerLearnsThatItsServerHasEnded() throws Exception {
    Peer peer = loop.connect();
    server.accept().close();

    assertThat(peer.ended().get(20, TimeUnit.SECONDS).cause()).isEqualTo(End.Cause.STREAM_ENDED);
  }
}
