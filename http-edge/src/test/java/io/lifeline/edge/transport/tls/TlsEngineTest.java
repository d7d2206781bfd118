package io.lifeline.edge.transport.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's side against the JDK's client, in memory. */
final class TlsEngineTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
  private static final TlsIdentity IDENTITY =
      TestIdentities.of(AUTHORITY.issue("localhost", "EC", java.time.Duration.ofHours(1)));
  private static final long FIRST_SEED = Seeds.random("TLS in pieces").nextLong();

  private final TlsEngine server = new TlsEngine(IDENTITY.engine());
  private SplittableRandom random = new SplittableRandom(1);
  private int maxPiece = Integer.MAX_VALUE;

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("protocolsAndSeeds")
  void bytesArriveInWhateverPiecesTheyCome(String protocol, long seed) throws Exception {
    random = new SplittableRandom(seed);
    maxPiece = random.nextInt(1, 40_000);
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), protocol);
    shakeHands(client);
    byte[] up = randomBytes(random.nextInt(1, 200_000));
    byte[] down = randomBytes(random.nextInt(1, 200_000));

    ByteArrayOutputStream received = new ByteArrayOutputStream();
    feed(client.send(up), received);
    server.write(ByteString.fromArray(down));
    while (server.hasUnsent()) {
      client.take(server.takeRecords().toArray());
    }

    assertThat(received.toByteArray()).isEqualTo(up);
    assertThat(client.received()).isEqualTo(down);
    assertThat(server.failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothSidesSayThatTheyEnd(String protocol) throws Exception {
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), protocol);
    shakeHands(client);

    offer(client.close());
    assertThat(server.isPeerDone()).isTrue();
    server.close();
    client.take(server.takeRecords().toArray());

    assertThat(client.engine.isInboundDone()).isTrue();
    assertThat(server.failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whatAPeerThatHasEndedIsStillSentIsNoFailure(String protocol) throws Exception {
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), protocol);
    shakeHands(client);

    offer(client.close());
    server.write(ByteString.fromArray(randomBytes(200_000)));
    while (server.hasUnsent()) {
      server.takeRecords();
    }
    server.close();

    assertThat(server.isPeerDone()).isTrue();
    assertThat(server.failure()).isNull();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("protocolsAndSeeds")
  void changedBytesEndItWithAnAlertAndNeverAnException(String protocol, long seed)
      throws Exception {
    random = new SplittableRandom(seed);
    maxPiece = random.nextInt(1, 2_000);
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), protocol);
    byte[] hello = client.take(new byte[0]);
    if (random.nextBoolean()) {
      offer(change(hello));
      assertThat(server.isOpen()).isFalse();
      return; // it may also wait for what the changed bytes promise: the handshake's timeout ends
      // it
    }
    offer(hello);
    finish(client);
    byte[] message = client.send(randomBytes(random.nextInt(1, 1_000)));
    message[random.nextInt(5, message.length)] ^= 1; // behind the header, so that it is complete

    offer(message);

    assertThat(server.failure()).isNotNull();
    assertThat(server.hasReceived()).isFalse();
    assertThat(server.takeRecords().isEmpty()).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyBytesAreDealtWith(long seed) {
    random = new SplittableRandom(seed);
    maxPiece = random.nextInt(1, 100);
    byte[] noise = randomBytes(random.nextInt(1, 40_000));
    if (random.nextBoolean()) {
      byte[] header = {22, 3, 1, (byte) random.nextInt(0, 0x48), (byte) random.nextInt()};
      System.arraycopy(header, 0, noise, 0, Math.min(header.length, noise.length));
    }

    offer(noise);

    assertThat(server.isOpen()).isFalse();
    assertThat(server.hasReceived()).isFalse();
  }

  @Test
  void plainHttpIsToldSo() {
    offer("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(US_ASCII));

    assertThat(server.failure()).hasMessageContaining("plain HTTP");
    assertThat(server.takeRecords().utf8String())
        .startsWith("HTTP/1.1 400 ")
        .endsWith("this port speaks TLS\n");
  }

  @Test
  void plainHttpIsKnownByteByByte() {
    maxPiece = 1;

    offer("OPTIONS * HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

    assertThat(server.failure()).hasMessageContaining("plain HTTP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "SSH-2.0-x", "ABCDEFGHI", "get / HTTP/1.1", " GET / HTTP/1.1"})
  void otherFirstBytesAreAnsweredWithNothing(String bytes) {
    offer(bytes.getBytes(US_ASCII));

    assertThat(server.failure()).hasMessageContaining("neither TLS nor HTTP");
    assertThat(server.takeRecords().isEmpty()).isTrue();
  }

  @Test
  void recordThatClaimsTooMuchIsRefusedByItsHeader() {
    offer(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff});

    assertThat(server.failure()).hasMessageContaining("65535 bytes");
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), "TLSv1.2");
    shakeHands(client);

    client.engine.beginHandshake();
    offer(client.take(new byte[0]));

    assertThat(server.failure()).hasMessageContaining("renegotiate");
  }

  @Test
  void recordsWithoutContentDoNotGoOnForEver() throws Exception {
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), "TLSv1.3");
    shakeHands(client);

    for (int i = 0; i < 100 && server.failure() == null; i++) {
      client.engine.beginHandshake(); // in TLS 1.3 a key update
      byte[] x = client.take(new byte[0]);
      offer(x);
      byte[] y = server.takeRecords().toArray();
      System.out.println(
          "KU " + x.length + " " + y.length + " " + client.engine.getHandshakeStatus());
      client.take(y);
    }

    assertThat(server.failure()).hasMessageContaining("without content");
  }

  @Test
  void keysMayBeUpdatedNowAndThen() throws Exception {
    ClientEngine client = new ClientEngine(AUTHORITY.clientContext(), "TLSv1.3");
    shakeHands(client);

    ByteArrayOutputStream received = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      client.engine.beginHandshake();
      offer(client.take(new byte[0]));
      feed(client.send(new byte[] {(byte) i}), received);
      client.take(server.takeRecords().toArray());
    }

    assertThat(server.failure()).isNull();
    assertThat(received.size()).isEqualTo(100);
  }

  private static Stream<Arguments> protocolsAndSeeds() {
    return Stream.of("TLSv1.3", "TLSv1.2")
        .flatMap(protocol -> seeds().mapToObj(seed -> Arguments.of(protocol, seed)));
  }

  private static java.util.stream.LongStream seeds() {
    return IntStream.range(0, 40).mapToLong(i -> FIRST_SEED + i);
  }

  private void shakeHands(ClientEngine client) throws SSLException {
    offer(client.take(new byte[0]));
    finish(client);
  }

  private void finish(ClientEngine client) throws SSLException {
    for (int i = 0; i < 10; i++) {
      offer(client.take(server.takeRecords().toArray()));
    }
    assertThat(server.isOpen()).isTrue();
  }

  private void feed(byte[] bytes, ByteArrayOutputStream received) {
    for (int at = 0; at < bytes.length; ) {
      int end =
          Math.min(
              bytes.length,
              at
                  + random.nextInt(
                      1, maxPiece == Integer.MAX_VALUE ? bytes.length + 1 : maxPiece + 1));
      offerPiece(Arrays.copyOfRange(bytes, at, end));
      received.writeBytes(server.takeReceived().toArray());
      at = end;
    }
  }

  private void offer(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      int end =
          Math.min(bytes.length, at + random.nextInt(1, Math.min(maxPiece, bytes.length) + 1));
      offerPiece(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
  }

  private void offerPiece(byte[] bytes) {
    if (server.failure() != null) {
      return;
    }
    server.offer(ByteString.fromArray(bytes));
    while (server.advance() == TlsEngine.Need.TASK) {
      server.task().run();
    }
  }

  private byte[] change(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }
}
