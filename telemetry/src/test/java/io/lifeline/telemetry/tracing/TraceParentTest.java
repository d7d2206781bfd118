package io.lifeline.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @Test
  void readsAsItIsWritten() {
    TraceParent sampled = new TraceParent(TRACE, SPAN, true);
    TraceParent not = new TraceParent(TRACE, SPAN, false);

    assertThat(sampled.text()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    assertThat(TraceParent.parse(sampled.text())).isEqualTo(sampled);
    assertThat(TraceParent.parse(not.text())).isEqualTo(not);
  }

  @Test
  void onlyTheLowestFlagSaysThatItIsSampled() {
    assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-fe"))
        .isEqualTo(new TraceParent(TRACE, SPAN, false));
    assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-ff"))
        .isEqualTo(new TraceParent(TRACE, SPAN, true));
  }

  @Test
  void laterVersionMayHaveMore() {
    assertThat(TraceParent.parse("01-" + TRACE + "-" + SPAN + "-01-more"))
        .isEqualTo(new TraceParent(TRACE, SPAN, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void whatIsMalformedIsAsIfItWereNotThere(String text) {
    assertThat(TraceParent.parse(text)).isNull();
  }
}
