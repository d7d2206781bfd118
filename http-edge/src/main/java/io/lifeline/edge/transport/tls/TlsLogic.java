package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import io.lifeline.telemetry.Metric;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.Done;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * A running {@link TlsStage}: carries bytes between its ports and the {@link TlsEngine}. It reads
 * on when the owner wants more, or for the handshake; it takes from the owner when the socket has
 * taken what was before. Used only on the stream's own thread, but for the tasks of the handshake.
 */
final class TlsLogic extends GraphStageLogic {
  private static final Logger LOG = LoggerFactory.getLogger(TlsStage.class);

  /**
   * For how long what a refused peer still sends is read and dropped, and then for how long the end
   * of its socket is awaited: a socket closed with bytes unread is reset by the kernel, and the
   * peer might not see why (RFC 9112 section 9.6).
   */
  private static final FiniteDuration LINGER = DurationConverters.toScala(Duration.ofMillis(200));

  private final TlsStage ports;
  private final TlsStage.Settings settings;
  private final @Nullable InetSocketAddress peer;
  private final TlsEngine tls;
  private final long startedAt = System.nanoTime();

  private boolean opened;
  private boolean taskRuns;
  private boolean ownerDone; // it sends no more
  private boolean closed; // close_notify is on its way
  private boolean socketDone; // nothing more comes from it
  private @Nullable TlsFailure refusal;
  private @Nullable Throwable cut; // why the socket ended too early

  TlsLogic(TlsStage ports, TlsStage.Settings settings, @Nullable InetSocketAddress peer) {
    super(ports.shape());
    this.ports = ports;
    this.settings = settings;
    this.peer = peer;
    this.tls = new TlsEngine(settings.identity().get().engine());
    setHandler(ports.cipherIn, new FromSocket());
    setHandler(ports.cipherOut, new ToSocket());
    setHandler(ports.plainIn, new FromOwner());
    setHandler(ports.plainOut, new ToOwner());
  }

  @Override
  public void preStart() {
    pull(ports.cipherIn);
    pull(ports.plainIn); // so that an owner which ends before the handshake does is not waited for
  }

  /** Lets the engine do what it can, and carries what came of it. */
  private void advance() {
    TlsEngine.Need need = tls.advance();
    noteOpened();
    deliver();
    if (need == TlsEngine.Need.NOTHING) {
      refuse();
      return;
    }
    if (need == TlsEngine.Need.TASK) {
      runTask();
    }
    send();
    readOn();
  }

  private void noteOpened() {
    if (!opened && tls.isOpen()) {
      opened = true;
      settings.events().record(Metric.TLS_HANDSHAKE, System.nanoTime() - startedAt);
      if (LOG.isDebugEnabled()) {
        SSLSession session = tls.session();
        LOG.debug(
            "TLS with [{}]: [{}] [{}] client [{}]",
            peer,
            session.getProtocol(),
            session.getCipherSuite(),
            clientOf(session));
      }
    }
  }

  private static String clientOf(SSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return ""; // it showed no certificate
    }
  }

  // --- the handshake's tasks

  private void runTask() {
    taskRuns = true;
    Runnable task = tls.task();
    AsyncCallback<Done> done = createAsyncCallback(ignored -> onTaskDone());
    try {
      settings
          .tasks()
          .execute(
              () -> {
                try {
                  task.run();
                } finally {
                  done.invoke(Done.getInstance());
                }
              });
    } catch (RejectedExecutionException e) {
      failStage(e); // the node ends
    }
  }

  private void onTaskDone() {
    taskRuns = false;
    advance();
  }

  // --- to the socket

  private void send() {
    if (taskRuns || !isAvailable(ports.cipherOut)) {
      return;
    }
    try {
      ByteString bytes = tls.takeRecords();
      if (ownerDone && !closed && tls.isOpen() && !tls.hasUnsent()) {
        closed = true;
        tls.close();
        bytes = bytes.concat(tls.takeRecords());
      }
      if (!bytes.isEmpty()) {
        push(ports.cipherOut, bytes);
      }
      if (closed) {
        complete(ports.cipherOut);
      } else if (bytes.isEmpty()) {
        takeMore();
      }
    } catch (TlsFailure e) {
      cutOff(e);
    }
  }

  private void takeMore() {
    if (!tls.hasUnsent() && !isClosed(ports.plainIn) && !hasBeenPulled(ports.plainIn)) {
      pull(ports.plainIn);
    }
  }

  private final class ToSocket extends AbstractOutHandler {
    @Override
    public void onPull() {
      send();
      readOn();
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
      TlsFailure refused = refusal;
      if (refused != null) {
        cutOff(refused);
      } else if (!isClosed(ports.plainIn)) {
        cancel(ports.plainIn, cause);
      }
    }
  }

  private final class FromOwner extends AbstractInHandler {
    @Override
    public void onPush() {
      ByteString bytes = grab(ports.plainIn);
      if (!discards()) {
        tls.write(bytes);
        send();
      }
    }

    @Override
    public void onUpstreamFinish() {
      ownerDone = true;
      if (opened) {
        send();
      } else if (refusal == null && !isClosed(ports.cipherOut)) {
        complete(ports.cipherOut);
        readOn();
      }
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
      failStage(failure);
    }
  }

  // --- from the socket

  /** Whether what the peer sends means nothing any more. */
  private boolean discards() {
    return refusal != null || (ownerDone && !opened);
  }

  private void readOn() {
    if (taskRuns || isClosed(ports.cipherIn) || hasBeenPulled(ports.cipherIn)) {
      return;
    }
    boolean wanted = !opened || isAvailable(ports.plainOut);
    if (discards() || (wanted && !tls.hasRecords())) {
      pull(ports.cipherIn);
    }
  }

  /** Hands on what was received, and behind it the end. */
  private void deliver() {
    if (isClosed(ports.plainOut)) {
      tls.takeReceived();
      return;
    }
    if (tls.hasReceived() && isAvailable(ports.plainOut)) {
      push(ports.plainOut, tls.takeReceived());
    }
    boolean ended = socketDone || (opened && tls.isPeerDone());
    Throwable early = cut;
    if (ended && !tls.hasReceived()) {
      if (early == null) {
        complete(ports.plainOut);
      } else {
        fail(ports.plainOut, early);
      }
    }
  }

  private final class FromSocket extends AbstractInHandler {
    @Override
    public void onPush() {
      ByteString bytes = grab(ports.cipherIn);
      if (discards()) {
        readOn();
      } else {
        tls.offer(bytes);
        advance();
      }
    }

    @Override
    public void onUpstreamFinish() {
      TlsFailure refused = refusal;
      if (refused != null) {
        cutOff(refused);
        return;
      }
      socketDone = true;
      if (opened && !closed && !tls.isPeerDone()) {
        cut = new EOFException("the peer ended without close_notify");
      }
      deliver();
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
      TlsFailure refused = refusal;
      cutOff(refused == null ? failure : refused);
    }
  }

  private final class ToOwner extends AbstractOutHandler {
    @Override
    public void onPull() {
      deliver();
      readOn();
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
      // What it still has to say goes out; it ends the stream with the end of its own bytes.
    }
  }

  // --- the end of a peer that breaks the rules

  /** Sends the last words, gives the peer a moment to read them, and ends. */
  private void refuse() {
    refusal = tls.failure();
    if (!tls.hasRecords()) {
      onEndDue();
      return;
    }
    send();
    readOn();
    later(this::onLingerOver);
  }

  private void onLingerOver() {
    if (!isClosed(ports.cipherOut)) {
      complete(ports.cipherOut);
    }
    later(this::onEndDue);
  }

  private void onEndDue() {
    TlsFailure refused = refusal;
    if (refused != null) {
      cutOff(refused);
    }
  }

  private void later(Runnable action) {
    AsyncCallback<Done> due = createAsyncCallback(ignored -> action.run());
    materializer().scheduleOnce(LINGER, () -> due.invoke(Done.getInstance()));
  }

  /** Ends everything; the owner hears why on both of its sides. */
  private void cutOff(Throwable why) {
    if (!isClosed(ports.plainOut)) {
      fail(ports.plainOut, why);
    }
    failStage(why);
  }
}
