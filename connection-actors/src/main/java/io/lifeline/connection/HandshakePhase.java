package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.AdmissionDecided;
import io.lifeline.connection.ConnectionActor.AuthenticationEnded;
import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.Due;
import io.lifeline.connection.ConnectionActor.Streamed;
import io.lifeline.connection.HandshakeRules.Refusal;
import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.handshake.WebSocketHandshake;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.connection.stream.SocketHandle;
import io.lifeline.connection.websocket.WebSocketParameters;
import io.lifeline.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A handshake on its way: the rules, the authenticator, admission, and then an open WebSocket. It
 * is answered where it came from: at the gate in bytes, on a kept-alive connection through HTTP.
 */
final class HandshakePhase {
  private final OpeningPhase opening;
  private final Connection connection;
  private final RequestHead head;
  private final @Nullable CompletableFuture<HttpLayer.Answer> late;

  /**
   * @param late is completed with the answer, if the handshake came through HTTP; else null
   */
  HandshakePhase(
      OpeningPhase opening, RequestHead head, @Nullable CompletableFuture<HttpLayer.Answer> late) {
    this.opening = opening;
    this.connection = opening.connection();
    this.head = head;
    this.late = late;
  }

  /** Checks the rules, then asks who it is. */
  Behavior<Command> begin() {
    HandshakeRules.Result result =
        HandshakeRules.check(head, connection.node().endpoints(), connection.node().origins());
    if (result instanceof Refusal refusal) {
      return refuse(refusal);
    }
    HandshakeRules.Passed passed = (HandshakeRules.Passed) result;
    CompletionStage<Authenticator.Verdict> asked =
        connection.node().authenticator().authenticate(head);
    if (asked instanceof CompletableFuture<Authenticator.Verdict> known
        && known.isDone()
        && !known.isCompletedExceptionally()) {
      return authenticated(passed, known.join(), null); // a message would only cost a turn
    }
    connection
        .context()
        .pipeToSelf(asked, (verdict, failure) -> new AuthenticationEnded(head, verdict, failure));
    return authenticating(passed);
  }

  /** Waits for the authenticator. */
  private Behavior<Command> authenticating(HandshakeRules.Passed passed) {
    return opening.state(
        command -> {
          if (!(command instanceof AuthenticationEnded ended) || !ended.head().equals(head)) {
            return whileHandshaking(command);
          }
          return authenticated(passed, ended.verdict(), ended.failure());
        });
  }

  private Behavior<Command> authenticated(
      HandshakeRules.Passed passed,
      Authenticator.@Nullable Verdict verdict,
      @Nullable Throwable failure) {
    if (verdict instanceof Authenticator.Authenticated known) {
      return askAdmission(passed, known.identity());
    } else if (verdict instanceof Authenticator.Denied denied) {
      return refuse(Refusal.of("authentication", 401, denied.reason()));
    }
    ConnectionLog.write(
        Level.ERROR, connection, null, log -> log.error("authenticator failed", failure));
    return refuse(Refusal.of("authentication", 503, "authentication is not available"));
  }

  private Behavior<Command> askAdmission(HandshakeRules.Passed passed, Identity identity) {
    connection
        .node()
        .admission()
        .tell(
            new Admission.Request(
                connection.id(),
                connection.peer().getAddress(),
                connection.context().getSelf().narrow()));
    return admitting(passed, identity);
  }

  /** Waits for admission. */
  private Behavior<Command> admitting(HandshakeRules.Passed passed, Identity identity) {
    return opening.state(
        command -> {
          if (!(command instanceof AdmissionDecided decided)) {
            return whileHandshaking(command);
          }
          if (decided.verdict() instanceof Admission.Refused refused) {
            String seconds = Long.toString(Math.max(1, refused.retryAfter().toSeconds()));
            return answerRefusal(
                new Refusal(
                    refused.tier(),
                    refused.status(),
                    List.of(new RequestHead.Header("Retry-After", seconds)),
                    "refused: " + refused.tier()));
          }
          return open(passed, identity);
        });
  }

  private Behavior<Command> open(HandshakeRules.Passed passed, Identity identity) {
    Agreement compression =
        connection.node().compression().negotiate(head.headerLines("sec-websocket-extensions"));
    List<RequestHead.Header> agreed = agreed(passed, compression);
    WebSocketParameters parameters =
        new WebSocketParameters(settings().limits(), settings().inbound(), compression);
    Activation activation =
        Activation.of(connection, identity, passed.dialect(), settings(), compression, head);
    if (late == null) {
      return becomeActive(
          activation,
          connection.socket(),
          new Writer.Upgrade(
              WebSocketHandshake.switchingProtocols(passed.acceptKey(), agreed), parameters));
    }
    List<RequestHead.Header> headers = new ArrayList<>(agreed);
    headers.add(new RequestHead.Header("Sec-WebSocket-Accept", passed.acceptKey()));
    late.complete(new HttpLayer.SwitchProtocols(headers, connection.lateWebSocket(parameters)));
    return switching(activation);
  }

  /** What the answer says beyond the key. */
  private static List<RequestHead.Header> agreed(
      HandshakeRules.Passed passed, Agreement compression) {
    List<RequestHead.Header> headers = new ArrayList<>();
    passed
        .subprotocol()
        .ifPresent(name -> headers.add(new RequestHead.Header("Sec-WebSocket-Protocol", name)));
    if (compression.isCompressed()) {
      headers.add(new RequestHead.Header("Sec-WebSocket-Extensions", compression.answer()));
    }
    return headers;
  }

  /** Waits until HTTP has answered and handed the socket's bytes over. */
  private Behavior<Command> switching(Activation activation) {
    return GuardedBehavior.of(
        command -> {
          if (command instanceof Streamed streamed
              && streamed.event() instanceof SocketEvent.WebSocketOpened opened) {
            return becomeActive(activation, opened.socket(), null);
          } else if (command == Due.HANDSHAKE_DEADLINE) {
            return opening.stop(CloseReason.HANDSHAKE_TIMEOUT); // the answer is given already
          }
          return opening.whileOpening(command);
        },
        () -> {
          opening.leave();
          activation.compression().release();
        },
        opening::story);
  }

  private Behavior<Command> becomeActive(
      Activation activation, SocketHandle webSocket, Writer.@Nullable Upgrade upgrade) {
    connection.timers().cancel(Due.HANDSHAKE_DEADLINE);
    opening.leave();
    return activation.begin(webSocket, upgrade);
  }

  private WebSocketSettings settings() {
    return connection.node().settings().webSocketAt(head.path());
  }

  /** What concerns a handshake wherever it stands. */
  private Behavior<Command> whileHandshaking(Command command) {
    if (command == Due.HANDSHAKE_DEADLINE) {
      return refuse(Refusal.of("handshake", 503, "the handshake took too long"));
    }
    return opening.whileOpening(command);
  }

  private Behavior<Command> refuse(Refusal refusal) {
    connection.node().events().add(Metric.REFUSED, refusal.tier(), 1);
    return answerRefusal(refusal);
  }

  /** Answers in HTTP. Admission counts its refusals itself. */
  private Behavior<Command> answerRefusal(Refusal refusal) {
    ConnectionLog.write(
        Level.DEBUG,
        connection,
        null,
        log ->
            log.debug(
                "refused [{}] [{}] [{}]", connection.peerText(), refusal.status(), refusal.text()));
    if (late != null) {
      connection.timers().cancel(Due.HANDSHAKE_DEADLINE);
      late.complete(new HttpLayer.Refusal(refusal.status(), refusal.headers(), refusal.text()));
      return opening.http();
    }
    opening.leave();
    connection
        .socket()
        .finish(WebSocketHandshake.refusal(refusal.status(), refusal.headers(), refusal.text()));
    return ClosingPhase.afterAnswer(connection, CloseReason.REFUSED);
  }
}
