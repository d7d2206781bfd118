package io.lifeline.telemetry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host",
        "https://host/path?query#part",
        "http://host:1/",
        "http://host:65535/",
        "http://host:/",
        "http://[::1]:80/"
      })
  void whatCanBeAskedIsTaken(String text) {
    assertThat(HttpUrl.parse(text)).contains(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:80",
        "/path",
        "ftp://host/",
        "http:///path",
        "http://user@host/",
        "http://host:0/",
        "http://host:65536/",
        "http://host:2147483648/",
        "http://host:-1/",
        "http://a b/"
      })
  void whatCannotIsNot(String text) {
    assertThat(HttpUrl.parse(text)).isEmpty();
  }
}
