package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.stream.TlsFailure;
import io.lifeline.edge.settings.SocketSettings;
import io.lifeline.edge.transport.Transport;
import io.lifeline.edge.transport.socket.SocketTransport;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets, with an owner that echoes, against the JDK's client. */
@Timeout(120)
final class TlsTransportTest {
  private static final int ECHOED = 10 << 20;
  private static final ActorTestKit KIT = PatientTestKit.create();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

  /** How what each owner received came to its end, in turn. */
  private static final BlockingQueue<CompletionStage<Done>> ENDS = new LinkedBlockingQueue<>();

  private static InetSocketAddress address = InetSocketAddress.createUnresolved("none", 0);

  @BeforeAll
  static void bind() throws Exception {
    TlsStage.Settings settings =
        new TlsStage.Settings(
            new IdentityInUse(TestIdentities.of(AUTHORITY.issue("localhost"))),
            THREADS,
            new RecordingEventSink());
    Transport.Binding binding =
        new TlsTransport(
                SocketTransport.start(
                    KIT.system(), SocketSettings.DEFAULT, new RecordingEventSink()),
                settings)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100)
            .to(
                Sink.foreach(
                    socket ->
                        ENDS.add(
                            socket
                                .takeBytes()
                                .watchTermination(Keep.right())
                                .joinMat(Flow.<ByteString>create(), Keep.left())
                                .run(KIT.system()))))
            .run(KIT.system())
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    address = binding.address();
  }

  @BeforeEach
  void forgetOthers() {
    ENDS.clear();
  }

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
    THREADS.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void tenMegabytesComeBackAsTheyWere(String protocol) throws Exception {
    SplittableRandom random = Seeds.random("echo over " + protocol);
    byte[] sent = new byte[ECHOED];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) random.nextInt();
    }
    try (SSLSocket socket = connect(AUTHORITY.clientContext(), protocol)) {
      Future<?> sending =
          THREADS.submit(
              () -> {
                for (int at = 0; at < sent.length; ) {
                  int end = Math.min(sent.length, at + random.nextInt(1, 70_000));
                  socket.getOutputStream().write(sent, at, end - at);
                  at = end;
                }
                return null;
              });

      byte[] received = socket.getInputStream().readNBytes(ECHOED);

      sending.get(30, TimeUnit.SECONDS);
      assertThat(Arrays.equals(received, sent)).as("what came back is what was sent").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothEndInOrder(String protocol) throws Exception {
    try (SSLSocket socket = connect(AUTHORITY.clientContext(), protocol)) {
      socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("bye");

      socket.shutdownOutput(); // close_notify, and nothing after it

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(nextEnd()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void socketCutWithoutCloseNotifyIsNoOrderlyEnd(String protocol) throws Exception {
    try (Socket below = new Socket(address.getAddress(), address.getPort());
        SSLSocket socket = over(below, AUTHORITY.clientContext(), protocol)) {
      socket.getOutputStream().write(1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);

      below.shutdownOutput();

      assertThat(nextEnd()).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void secondHandshakeResumesTheFirst(String protocol) throws Exception {
    SSLContext client = AUTHORITY.clientContext();
    long firstSession = sessionCreatedAt(client, protocol);

    assertThat(sessionCreatedAt(client, protocol)).isEqualTo(firstSession);
    assertThat(sessionCreatedAt(AUTHORITY.clientContext(), protocol)).isGreaterThan(firstSession);
  }

  @Test
  void oldVersionIsRefused() throws Exception {
    byte[] hello = {22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 2};
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      byte[] record = Arrays.copyOf(hello, 52); // ClientHello of TLS 1.1, the rest is zeros
      record[45] = 2; // one cipher suite, TLS_RSA_WITH_AES_128_CBC_SHA
      record[47] = 0x2f;
      record[48] = 1; // no compression
      socket.getOutputStream().write(record);

      byte[] answer = socket.getInputStream().readAllBytes();

      assertThat(answer).hasSize(7).startsWith(21, 3); // an alert
      assertThat(answer[5]).as("fatal").isEqualTo((byte) 2);
      assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
      assertThat(nextEnd()).isInstanceOf(TlsFailure.class);
    }
  }

  @Test
  void clientThatDoesNotTrustUsEndsIt() throws Exception {
    SSLContext other = TestAuthority.create("another authority").clientContext();

    assertThatThrownBy(() -> connect(other, "TLSv1.3").close())
        .isInstanceOf(SSLHandshakeException.class);
    assertThat(nextEnd()).isInstanceOf(TlsFailure.class).hasMessageContaining("certificate");
  }

  @Test
  void plainHttpIsAnsweredEvenIfItSendsMuch() throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      byte[] request = new byte[300_000];
      byte[] head = "POST / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(head, 0, request, 0, head.length);
      socket.getOutputStream().write(request);

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("this port speaks TLS\n");
      assertThat(nextEnd()).isInstanceOf(TlsFailure.class).hasMessageContaining("plain HTTP");
    }
  }

  @Test
  void garbageEndsWithoutAWord() throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(everything(socket.getInputStream())).isEmpty();
      assertThat(nextEnd()).isInstanceOf(TlsFailure.class);
    }
  }

  @Test
  void peerThatLeavesBeforeItSaidAnythingJustEnds() throws Exception {
    new Socket(address.getAddress(), address.getPort()).close();

    assertThat(nextEnd()).isNull();
  }

  /** Up to the end of the stream, which may be a reset. */
  private static byte[] everything(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static long sessionCreatedAt(SSLContext client, String protocol) throws Exception {
    try (SSLSocket socket = connect(client, protocol)) {
      socket.getOutputStream().write(1);
      assertThat(socket.getInputStream().read()).isEqualTo(1); // behind it came the ticket
      return socket.getSession().getCreationTime();
    }
  }

  private static SSLSocket connect(SSLContext context, String protocol) throws IOException {
    return over(new Socket(address.getAddress(), address.getPort()), context, protocol);
  }

  private static SSLSocket over(Socket below, SSLContext context, String protocol)
      throws IOException {
    below.setSoTimeout(30_000);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(below, "localhost", address.getPort(), true);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  /** Why what the owner of the oldest connection received ended; null for an orderly end. */
  private static @Nullable Throwable nextEnd() throws Exception {
    CompletionStage<Done> end = ENDS.poll(30, TimeUnit.SECONDS);
    try {
      assertThat(end).as("a connection").isNotNull();
      end.toCompletableFuture().get(30, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
