package io.lifeline.edge.http;

import io.lifeline.connection.HttpLayer;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.handshake.WebSocketHandshake;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Translates between Pekko HTTP and the head of a WebSocket handshake.
 *
 * <p>The only class that knows the internal header by which Pekko HTTP hands a connection's bytes
 * to another protocol.
 */
final class ProtocolSwitch {
  private static final String RAW_TARGET = "raw-request-uri";

  private ProtocolSwitch() {}

  /** Whether the request wants to become a WebSocket, well-formed or not. */
  static boolean isWanted(HttpRequest request) {
    return request.getHeader("upgrade").isPresent() && WebSocketHandshake.isUpgrade(head(request));
  }

  /** The request as it was sent. Pekko HTTP keeps what it says of a body in the entity. */
  static RequestHead head(HttpRequest request) {
    List<RequestHead.Header> headers = new ArrayList<>();
    String target = request.getUri().getPathString();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(RAW_TARGET)) {
        target = header.value();
      } else if (header.renderInRequests()) {
        headers.add(new RequestHead.Header(header.lowercaseName(), header.value()));
      }
    }
    if (request.entity().isChunked()) {
      headers.add(new RequestHead.Header("transfer-encoding", "chunked"));
    } else if (!request.entity().isKnownEmpty()) {
      long length = request.entity().getContentLengthOption().orElse(0);
      headers.add(new RequestHead.Header("content-length", Long.toString(length)));
    }
    return new RequestHead(request.method().name(), target, request.protocol().value(), headers);
  }

  /** The response that says what became of it. */
  static HttpResponse response(HttpLayer.Answer answer) {
    if (answer instanceof HttpLayer.SwitchProtocols accepted) {
      // The modelled Connection header is what makes Pekko HTTP switch.
      return withHeaders(HttpResponse.create(), accepted.headers())
          .withStatus(StatusCodes.SWITCHING_PROTOCOLS)
          .addHeader(RawHeader.create("Upgrade", "websocket"))
          .addHeader(Connection.create("upgrade"))
          .addHeader(
              UpgradeToOtherProtocolResponseHeader.apply(
                  accepted.webSocket().<Object>mapMaterializedValue(used -> used).asScala()));
    }
    HttpLayer.Refusal refusal = (HttpLayer.Refusal) answer;
    HttpResponse response = withHeaders(HttpResponse.create(), refusal.headers());
    boolean offersUpgrade = response.getHeader("upgrade").isPresent();
    return (offersUpgrade ? response.addHeader(Connection.create("upgrade")) : response)
        .withStatus(refusal.status())
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, refusal.text()));
  }

  private static HttpResponse withHeaders(HttpResponse response, List<RequestHead.Header> headers) {
    HttpResponse result = response;
    for (RequestHead.Header header : headers) {
      result = result.addHeader(HttpHeader.parse(header.name(), header.value()));
    }
    return result;
  }
}
