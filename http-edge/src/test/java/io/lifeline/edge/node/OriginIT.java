package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.auth.TokenMint;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OriginIT {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  @Test
  void onlyPagesOfAllowedOriginsConnect() throws IOException {
    try (Node node = start("lifeline.edge.allowed-origins = [\"https://*.example.com\"]")) {
      InetSocketAddress address = node.addresses().main();

      assertThat(connect(address, "Origin: https://evil.example.org")).contains(" 403 ");
      assertThat(connect(address, "Origin: https://example.com.evil.org")).contains(" 403 ");
      assertThat(connect(address, "Origin: null")).contains(" 403 ");
      assertThat(connect(address, "Origin: https://app.example.com")).contains(" 101 ");
      assertThat(connect(address, "Origin: http://127.0.0.1:" + address.getPort()))
          .as("its own page")
          .contains(" 101 ");
      assertThat(connect(address, "X-Client: no browser")).contains(" 101 ");
    }
  }

  @Test
  void developmentTakesEveryOrigin() throws IOException {
    try (Node node = start("lifeline.edge.development = on")) {
      assertThat(connect(node.addresses().main(), "Origin: https://evil.example.org"))
          .contains(" 101 ");
    }
  }

  private static Node start(String settings) {
    Config options =
        ConfigFactory.parseString(settings)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    lifeline.edge {
                      port = 0
                      ops.port = 0
                      api.keys = [a-key-of-sixteen-characters]
                      token.hmac-secrets = [%s]
                    }
                    """
                        .formatted(SECRET)));
    return Node.start(ConfigLayers.layered(options, ConfigFactory.empty()));
  }

  /** The status line of the answer to a handshake with one more header. */
  private static String connect(InetSocketAddress address, String header) throws IOException {
    String token =
        TokenMint.mint(SECRET, "alice", List.of(), List.of(), Instant.now().plusSeconds(60));
    String head =
        """
        GET /ws?token=%s HTTP/1.1
        Host: 127.0.0.1:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        %s

        """
            .formatted(token, address.getPort(), header);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
