package io.lifeline.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.handshake.RequestHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedOriginsTest {
  private final AllowedOrigins origins =
      new AllowedOrigins(List.of("https://app.test", "https://*.example.com"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.test",
        "https://APP.test",
        "https://a.example.com",
        "https://a.b.example.com",
        "http://node.test:8080"
      })
  void listedAndOwnOriginsPass(String origin) {
    assertThat(origins.allows(head(origin))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.test",
        "https://app.test:8443",
        "https://app.test.evil.test",
        "https://example.com",
        "https://evilexample.com",
        "https://evil.test/.example.com",
        "http://node.test",
        "null",
        ""
      })
  void otherOriginsDoNot(String origin) {
    assertThat(origins.allows(head(origin))).isFalse();
  }

  @Test
  void whoSendsNoOriginIsNoBrowser() {
    RequestHead head = new RequestHead("GET", "/ws", "HTTP/1.1", List.of());

    assertThat(origins.allows(head)).isTrue();
  }

  private static RequestHead head(String origin) {
    return new RequestHead(
        "GET",
        "/ws",
        "HTTP/1.1",
        List.of(
            new RequestHead.Header("Host", "node.test:8080"),
            new RequestHead.Header("Origin", origin)));
  }
}
