package io.lifeline.connection.compression;

import io.lifeline.connection.handshake.Extension;
import io.lifeline.telemetry.EventSink;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/**
 * permessage-deflate on one node: agrees with clients, and owns what they share.
 *
 * <p>Every answer says {@code server_no_context_takeover}, so that a message for many is compressed
 * once for all of them. Clients may take over while there is memory for it; then they, too, are
 * told not to. Thread-safe.
 */
public final class Compression {
  private final CompressionSettings settings;
  private final Inflations inflations;

  /** By window bits, from the smallest on. */
  private final List<Deflation> deflations;

  public Compression(CompressionSettings settings, EventSink events) {
    this.settings = settings;
    this.inflations =
        new Inflations(
            new Pool<>(PooledInflater::new, PooledInflater::end),
            new ContextMemory(settings.memoryBytes(), events));
    Pool<Deflater> deflaters =
        new Pool<>(() -> new Deflater(settings.level(), true), Deflater::end);
    this.deflations =
        IntStream.rangeClosed(Window.MIN_BITS, Window.MAX_BITS)
            .mapToObj(bits -> new Deflation(bits, settings.thresholdBytes(), deflaters))
            .toList();
  }

  /**
   * Accepts the first offer that can be accepted; {@link Agreement#NONE} if there is none. The
   * agreement must be released.
   *
   * @param headerValues of {@code Sec-WebSocket-Extensions}, one for each line; none is accepted if
   *     they do not follow the grammar, with which a handshake does not come so far
   */
  public Agreement negotiate(List<String> headerValues) {
    if (!settings.enabled() || headerValues.isEmpty()) {
      return Agreement.NONE;
    }
    return Extension.parse(headerValues).orElse(List.of()).stream()
        .map(DeflateOffer::of)
        .flatMap(Optional::stream)
        .findFirst()
        .map(this::accept)
        .orElse(Agreement.NONE);
  }

  private Agreement accept(DeflateOffer offer) {
    StringBuilder answer = new StringBuilder(DeflateOffer.NAME);
    parameter(answer, DeflateOffer.SERVER_NO_CONTEXT_TAKEOVER);
    int serverBits = Window.MAX_BITS;
    if (offer.serverWindowBits() != null) {
      serverBits = offer.serverWindowBits();
      parameter(answer, DeflateOffer.SERVER_MAX_WINDOW_BITS).append('=').append(serverBits);
    }
    int clientBits = clientBits(offer);
    DeflateOffer.ClientWindow clientWindow = offer.clientWindow();
    if (clientWindow != null && (clientWindow.said() || clientBits < Window.MAX_BITS)) {
      parameter(answer, DeflateOffer.CLIENT_MAX_WINDOW_BITS).append('=').append(clientBits);
    }
    int takenOver = Window.bytes(clientBits);
    if (offer.clientNoContextTakeover() || !inflations.memory().reserve(takenOver)) {
      parameter(answer, DeflateOffer.CLIENT_NO_CONTEXT_TAKEOVER);
      takenOver = 0;
    }
    Deflation deflation = deflations.get(serverBits - Window.MIN_BITS);
    // There are few different answers, and each connection keeps its own.
    return new Agreement(answer.toString().intern(), deflation, inflations, takenOver);
  }

  private int clientBits(DeflateOffer offer) {
    DeflateOffer.ClientWindow window = offer.clientWindow();
    return window == null ? Window.MAX_BITS : Math.min(window.bits(), settings.clientWindowBits());
  }

  private static StringBuilder parameter(StringBuilder answer, String name) {
    return answer.append("; ").append(name);
  }
}
