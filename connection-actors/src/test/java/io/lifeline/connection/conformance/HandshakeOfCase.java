package io.lifeline.connection.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The request with which a case begins and what its answer must say. Begins as a request for {@code
 * /echo} that is answered with 101; the lines of the table change it.
 */
public final class HandshakeOfCase {
  private static final List<String> USUAL =
      List.of(
          "Host: server.example.com",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13");
  private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private String requestLine = "GET /echo HTTP/1.1";
  private final List<String> headers = new ArrayList<>(USUAL);
  private int status = 101;
  private final List<String> present = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();

  HandshakeOfCase() {}

  void requestLine(String line) {
    requestLine = line;
  }

  /** Takes the place of all lines of the same name. */
  void replace(String header) {
    remove(name(header));
    headers.add(header);
  }

  void add(String header) {
    headers.add(header);
  }

  void remove(String name) {
    headers.removeIf(header -> name(header).equals(name(name)));
  }

  void expectStatus(int expected) {
    status = expected;
  }

  void expectHeader(String header) {
    present.add(header);
  }

  void expectNoHeader(String name) {
    absent.add(name(name));
  }

  public boolean isAccepted() {
    return status == 101;
  }

  public byte[] request() {
    return (requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * @param head of the response, with its blank line
   * @throws AssertionError if it is not what it must be
   */
  public void check(String head) {
    List<String> lines = Arrays.asList(head.split("\r\n"));
    if (!lines.get(0).startsWith("HTTP/1.1 " + status + " ")) {
      throw new AssertionError("expected status " + status + " but was:\n" + head);
    }
    List<String> all = new ArrayList<>(present);
    if (isAccepted()) {
      all.addAll(List.of("Upgrade: websocket", "Connection: Upgrade"));
      if (present.stream().noneMatch(header -> name(header).equals(name(ACCEPT)))) {
        all.add(ACCEPT);
      }
    }
    for (String expected : all) {
      if (lines.stream().noneMatch(line -> same(line, expected))) {
        throw new AssertionError("expected header [" + expected + "] in:\n" + head);
      }
    }
    for (String name : absent) {
      if (lines.stream().skip(1).anyMatch(line -> name(line).equals(name))) {
        throw new AssertionError("expected no header [" + name + "] in:\n" + head);
      }
    }
  }

  /**
   * Whether the answer accepts or refuses as it must; where other software has read the request
   * before, it may have another reason to refuse it.
   */
  public void checkOutcome(String head) {
    if (isAccepted()) {
      check(head);
    } else if (!head.matches("(?s)HTTP/1\\.1 [45].*")) {
      throw new AssertionError("expected a refusal but was:\n" + head);
    }
  }

  /** Names count in any case, values as they are but for those of the upgrade. */
  private static boolean same(String line, String expected) {
    String value = line.substring(line.indexOf(':') + 1).trim();
    String wanted = expected.substring(expected.indexOf(':') + 1).trim();
    boolean anyCase = name(line).equals("upgrade") || name(line).equals("connection");
    return name(line).equals(name(expected))
        && (anyCase ? value.equalsIgnoreCase(wanted) : value.equals(wanted));
  }

  private static String name(String header) {
    int colon = header.indexOf(':');
    return (colon < 0 ? header : header.substring(0, colon)).trim().toLowerCase(Locale.ROOT);
  }
}
