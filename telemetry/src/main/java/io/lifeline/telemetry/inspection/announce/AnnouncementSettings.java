package io.lifeline.telemetry.inspection.announce;

import io.lifeline.telemetry.settings.HttpUrl;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom finished reports are announced to, from {@code lifeline.telemetry.inspection.announce}.
 *
 * @param url the webhook; empty: nobody is told
 * @param token sent as a bearer token; empty: none
 * @param link what a report's path follows in an announcement; empty: the path alone is sent
 * @param timeout of one try
 * @param queue reports that may wait; one more is counted and not announced
 */
public record AnnouncementSettings(
    Optional<URI> url,
    String token,
    String link,
    Duration timeout,
    Retries retries,
    Circuit circuit,
    int queue) {
  private static final String EXPECTED = HttpUrl.EXPECTED + ", without a fragment, or empty";
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z._~+/-]{0,4096}=*");

  /** Of a URL, the part that may be shown: what follows the host of a webhook is often secret. */
  private static final Pattern SHOWN = Pattern.compile("^(?:[0-9A-Za-z+.-]*://)?[^/?#]*");

  /**
   * How often a report is tried again.
   *
   * @param most after the first try
   * @param firstPause doubled with each, and up to a half longer by chance
   */
  public record Retries(int most, Duration firstPause, Duration longestPause) {}

  /**
   * When the receiver is left alone.
   *
   * @param openAfter tries that failed in a row
   * @param openFor without a try
   */
  public record Circuit(int openAfter, Duration openFor) {}

  /** Reads {@code lifeline.telemetry.inspection.announce}; problems go to the reader. */
  public static AnnouncementSettings from(SettingsReader reader) {
    return new AnnouncementSettings(
        url(reader, "url"),
        token(reader),
        url(reader, "link").map(link -> link.toString().replaceAll("/+$", "")).orElse(""),
        reader.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
        retries(reader),
        new Circuit(
            reader.number("open-after", 1, 1_000),
            reader.duration("open-for", Duration.ofMillis(100), Duration.ofHours(1))),
        reader.number("queue", 1, 1_000));
  }

  private static Optional<URI> url(SettingsReader reader, String key) {
    String text = reader.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> url = HttpUrl.parse(text).filter(to -> to.getFragment() == null);
    if (url.isEmpty()) {
      reader.rejectShown(key, shown(text), EXPECTED);
    }
    return url;
  }

  private static String token(SettingsReader reader) {
    String token = reader.text("token");
    if (!TOKEN.matcher(token).matches()) {
      reader.reject("token", "a bearer token: letters, digits and -._~+/, then =, or empty");
      return "";
    }
    return token;
  }

  private static Retries retries(SettingsReader reader) {
    Duration first = reader.duration("first-pause", Duration.ofMillis(10), Duration.ofMinutes(10));
    Duration longest =
        reader.duration("longest-pause", Duration.ofMillis(10), Duration.ofMinutes(10));
    if (longest.compareTo(first) < 0) {
      reader.reject("longest-pause", "not less than first-pause");
    }
    return new Retries(reader.number("retries", 0, 100), first, longest);
  }

  /** Where it goes, as it may be logged. */
  String receiver() {
    return url.map(to -> shown(to.toString())).orElse("nobody");
  }

  private static String shown(String text) {
    if (text.contains("@")) {
      return "(hidden)";
    }
    var start = SHOWN.matcher(text);
    return start.find() && start.end() < text.length()
        ? start.group() + text.charAt(start.end()) + "(hidden)"
        : text;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return ("AnnouncementSettings[url=%s, token=%s, link=%s, timeout=%s, retries=%s, circuit=%s,"
            + " queue=%d]")
        .formatted(
            receiver(),
            token.isEmpty() ? "none" : "(hidden)",
            link.isEmpty() ? "none" : link,
            timeout,
            retries,
            circuit,
            queue);
  }
}
