package io.lifeline.telemetry.tracing;

import io.lifeline.telemetry.settings.HttpUrl;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.URI;
import java.util.Optional;

/**
 * Which publications are traced, from {@code lifeline.telemetry.tracing}.
 *
 * @param sampled the part of them, 0 to 1; 0: none, whatever a caller's own trace says
 * @param reportTo of a collector that takes OTLP over HTTP; there is one where {@code sampled} is
 *     more than 0
 */
public record TracingSettings(double sampled, Optional<URI> reportTo) {
  /** Reads the section; problems go to the reader. */
  public static TracingSettings from(SettingsReader reader) {
    double sampled = reader.share("sampled");
    String text = reader.text("report-to");
    Optional<URI> reportTo = HttpUrl.parse(text);
    if (!text.isEmpty() && reportTo.isEmpty()) {
      reader.rejectShown("report-to", "(hidden)", HttpUrl.EXPECTED); // it may hold a password
    } else if (sampled > 0 && reportTo.isEmpty()) {
      reader.reject("report-to", HttpUrl.EXPECTED + ", where sampled is more than 0");
    }
    return new TracingSettings(sampled, reportTo);
  }

  public boolean isOn() {
    return sampled > 0;
  }

  /** The URL's query may hold a secret. */
  @Override
  public String toString() {
    String to = reportTo.map(url -> url.getScheme() + "://" + url.getAuthority()).orElse("nowhere");
    return "TracingSettings[sampled=" + sampled + ", reportTo=" + to + "]";
  }
}
