package io.lifeline.load.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP requests that keep no connection open, so that a check does not disturb the counts that it
 * reads. Thread-safe.
 */
final class ShortHttp {
  private static final int LIMIT_MILLIS = 10_000;

  /** A whole answer. */
  record Answer(int status, String body) {}

  private ShortHttp() {}

  static Answer get(URI uri, Map<String, String> headers) throws IOException {
    return exchange(uri, headers, null);
  }

  static Answer post(URI uri, Map<String, String> headers, String json) throws IOException {
    return exchange(uri, headers, json);
  }

  private static Answer exchange(URI uri, Map<String, String> headers, @Nullable String json)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    connection.setRequestProperty("Connection", "close");
    headers.forEach(connection::setRequestProperty);
    if (json != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (body == null) {
      return new Answer(status, "");
    }
    try (body) {
      return new Answer(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
