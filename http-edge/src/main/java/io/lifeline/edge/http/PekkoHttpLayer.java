package io.lifeline.edge.http;

import io.lifeline.connection.HttpLayer;
import io.lifeline.edge.settings.HttpSettings;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.TLSProtocol;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.util.ByteString;

/**
 * HTTP/1.1 by Pekko HTTP on a socket that someone else owns.
 *
 * <pre>
 *  socket ~> IdleCut ~> bytes to requests  ~> upgrade? ~> the connection
 *                                                  no  ~> the node's pages and API
 * </pre>
 *
 * <p>Thread-safe: one instance serves all connections.
 */
public final class PekkoHttpLayer implements HttpLayer {
  private static final int ONE_AT_A_TIME = 1;

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final ServerSettings server;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> pages;

  /**
   * @param pages answers every request that is no upgrade; thread-safe, does not block
   */
  public PekkoHttpLayer(
      ActorSystem<?> system,
      HttpSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> pages) {
    this.system = system;
    this.settings = settings;
    ServerSettings defaults = ServerSettings.create(system.classicSystem());
    this.server =
        defaults.withParserSettings(
            defaults.getParserSettings().withMaxContentLength(settings.maxBodyBytes()));
    this.pages = pages;
  }

  @Override
  public Flow<ByteString, ByteString, NotUsed> serve(InetSocketAddress peer, LateUpgrade upgrade) {
    ExchangeClock clock = new ExchangeClock();
    Flow<HttpRequest, HttpResponse, NotUsed> answers =
        Flow.of(HttpRequest.class)
            .mapAsync(ONE_AT_A_TIME, request -> answer(request, upgrade, clock));
    return BidiFlow.fromGraph(new IdleCut(settings.idleTimeout(), clock))
        .atop(requestsFromBytes(peer))
        .join(answers);
  }

  private BidiFlow<ByteString, HttpRequest, HttpResponse, ByteString, NotUsed> requestsFromBytes(
      InetSocketAddress peer) {
    return Http.get(system).serverLayer(server, Optional.of(peer)).atop(withoutTls()).reversed();
  }

  /** What it hands up is typed more narrowly than the server layer asks; the type only widens. */
  @SuppressWarnings("unchecked")
  private static BidiFlow<
          TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed>
      withoutTls() {
    BidiFlow<?, ?, ?, ?, ?> placebo = TLSPlacebo.getInstance();
    return (BidiFlow<
            TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed>)
        placebo;
  }

  private CompletionStage<HttpResponse> answer(
      HttpRequest request, LateUpgrade upgrade, ExchangeClock clock) {
    clock.exchanged();
    return respond(request, upgrade, clock)
        .thenApply(
            response -> {
              clock.exchanged();
              return response;
            });
  }

  private CompletionStage<HttpResponse> respond(
      HttpRequest request, LateUpgrade upgrade, ExchangeClock clock) {
    if (!ProtocolSwitch.isWanted(request)) {
      return pages.apply(request);
    }
    request.discardEntityBytes(system);
    return upgrade
        .upgrade(ProtocolSwitch.head(request))
        .thenApply(
            answer -> {
              if (answer instanceof SwitchProtocols) {
                clock.upgraded();
              }
              return ProtocolSwitch.response(answer);
            });
  }
}
