package io.lifeline.connection.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The offers of RFC 7692 section 7.1 and what is answered to them. */
class NegotiationTest {
  private static final String NO_TAKEOVER = "permessage-deflate; server_no_context_takeover";
  private static final CompressionSettings SETTINGS =
      new CompressionSettings(true, 256, 6, 1 << 20, 15);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate                                                   |
          permessage-deflate;server_no_context_takeover                        |
          permessage-deflate; client_no_context_takeover                       | ; client_no_context_takeover
          permessage-deflate; server_max_window_bits=8                         | ; server_max_window_bits=8
          permessage-deflate; server_max_window_bits=15                        | ; server_max_window_bits=15
          permessage-deflate; server_max_window_bits="10"                      | ; server_max_window_bits=10
          permessage-deflate; server_max_window_bits="1\\0"                    | ; server_max_window_bits=10
          permessage-deflate; client_max_window_bits                           |
          permessage-deflate; client_max_window_bits=8                         | ; client_max_window_bits=8
          permessage-deflate ; client_max_window_bits = 15                     | ; client_max_window_bits=15
          permessage-deflate; client_max_window_bits=9; server_max_window_bits=12; client_no_context_takeover; server_no_context_takeover | ; server_max_window_bits=12; client_max_window_bits=9; client_no_context_takeover
          x-webkit-deflate-frame, permessage-deflate                           |
          ,, permessage-deflate ,                                              |
          """)
  void goodOfferIsAnsweredWithItsParameters(String offer, String parameters) {
    String expected = NO_TAKEOVER + (parameters == null ? "" : parameters);

    assertThat(answer(offer)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflat",
        "Permessage-Deflate",
        "permessage-deflate; unknown",
        "permessage-deflate; Server_No_Context_Takeover",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_max_window_bits=+9",
        "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=100000000000",
        "permessage-deflate; client_max_window_bits=8; client_max_window_bits",
      })
  void badOfferIsDeclined(String offer) {
    assertThat(compression(SETTINGS).negotiate(List.of(offer))).isSameAs(Agreement.NONE);
    assertThat(answer(offer + ", permessage-deflate; server_max_window_bits=11"))
        .isEqualTo(NO_TAKEOVER + "; server_max_window_bits=11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "permessage-deflate; client_no_context_takeover=\"\"",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=\"9",
        "permessage-deflate; server_max_window_bits=9\"",
        "permessage-deflate;",
        "permessage-deflate; ;client_max_window_bits",
        "permessage-deflate; =9",
        "permessage-deflate=1",
        "permessage deflate",
        "\"permessage-deflate\"",
      })
  void whatIsMalformedIsNoOffer(String offer) {
    assertThat(compression(SETTINGS).negotiate(List.of(offer))).isSameAs(Agreement.NONE);
  }

  @Test
  void firstGoodOfferOfAllLinesWins() {
    assertThat(
            answer(
                "permessage-deflate; unknown, x; y=\"abc\"",
                "permessage-deflate; server_max_window_bits=9, permessage-deflate",
                "permessage-deflate; client_no_context_takeover"))
        .isEqualTo(NO_TAKEOVER + "; server_max_window_bits=9");
  }

  @Test
  void nothingIsAnsweredWhenItIsOff() {
    CompressionSettings off = new CompressionSettings(false, 256, 6, 1 << 20, 15);

    assertThat(compression(off).negotiate(List.of("permessage-deflate"))).isSameAs(Agreement.NONE);
  }

  /** Only a client that offers the parameter may be told it. */
  @Test
  void clientWindowIsLimitedIfTheClientPermits() {
    Compression small = compression(new CompressionSettings(true, 256, 6, 1 << 20, 10));

    assertThat(small.negotiate(List.of("permessage-deflate; client_max_window_bits")).answer())
        .isEqualTo(NO_TAKEOVER + "; client_max_window_bits=10");
    assertThat(small.negotiate(List.of("permessage-deflate; client_max_window_bits=9")).answer())
        .isEqualTo(NO_TAKEOVER + "; client_max_window_bits=9");
    assertThat(small.negotiate(List.of("permessage-deflate; client_max_window_bits=12")).answer())
        .isEqualTo(NO_TAKEOVER + "; client_max_window_bits=10");
    assertThat(small.negotiate(List.of("permessage-deflate")).answer()).isEqualTo(NO_TAKEOVER);
  }

  @Test
  void clientsTakeOverWhileThereIsMemoryForIt() {
    RecordingEventSink events = new RecordingEventSink();
    Compression two =
        new Compression(new CompressionSettings(true, 256, 6, 2 * (32 << 10), 15), events);
    Agreement first = two.negotiate(List.of("permessage-deflate"));
    Agreement second = two.negotiate(List.of("permessage-deflate"));
    Agreement third = two.negotiate(List.of("permessage-deflate"));

    assertThat(second.answer()).isEqualTo(NO_TAKEOVER);
    assertThat(third.answer()).isEqualTo(NO_TAKEOVER + "; client_no_context_takeover");
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isEqualTo(64 << 10);

    first.release();
    first.release();
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isEqualTo(32 << 10);
    assertThat(two.negotiate(List.of("permessage-deflate")).answer()).isEqualTo(NO_TAKEOVER);
    third.release();
    second.release();
    assertThat(events.value(Metric.COMPRESSION_MEMORY)).isEqualTo(32 << 10);
  }

  /** One for each set of parameters, so that receivers can be told apart by it. */
  @Test
  void receiversWithTheSameParametersShareADeflation() {
    Compression compression = compression(SETTINGS);
    Deflation one = compression.negotiate(List.of("permessage-deflate")).deflation();
    Deflation same =
        compression
            .negotiate(List.of("permessage-deflate; client_no_context_takeover"))
            .deflation();
    Deflation other =
        compression.negotiate(List.of("permessage-deflate; server_max_window_bits=9")).deflation();

    assertThat(same).isSameAs(one);
    assertThat(other).isNotSameAs(one);
  }

  private static String answer(String... headerLines) {
    return compression(SETTINGS).negotiate(List.of(headerLines)).answer();
  }

  private static Compression compression(CompressionSettings settings) {
    return new Compression(settings, new RecordingEventSink());
  }
}
