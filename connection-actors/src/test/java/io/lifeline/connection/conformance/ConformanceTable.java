package io.lifeline.connection.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the table: files in which each line begins with what it is.
 *
 * <pre>
 *   # a comment
 *   == 5.2 Base framing          a section of the RFC
 *   -- an empty text             a case; the lines below belong to it
 *   &#64; GET /echo HTTP/1.1         its request line
 *   &#64; Name: value                a header instead of the usual one
 *   &#64;+ Name: value               one more header
 *   &#64;- Name                      a header left out
 *   = 101                        the status of the answer
 *   = Name: value                a header that the answer has
 *   =- Name                      one that it does not have
 *   > text ""                    what the client sends, see Notation
 *   &lt; text ""                    what the server sends
 * </pre>
 *
 * <p>A case in which nobody closes is closed by the client with 1000: the connection must have
 * stayed sound.
 */
public final class ConformanceTable {
  private static final List<String> FILES =
      List.of("handshake", "framing", "fragmentation", "control", "text", "closing", "compression");

  private final List<ConformanceCase> cases = new ArrayList<>();
  private String section = "";
  private String name = "";
  private HandshakeOfCase handshake = new HandshakeOfCase();
  private List<ConformanceCase.Step> steps = new ArrayList<>();

  private ConformanceTable() {}

  /** All cases. */
  public static List<ConformanceCase> all() {
    ConformanceTable table = new ConformanceTable();
    for (String file : FILES) {
      table.read(file + ".cases");
    }
    return List.copyOf(table.cases);
  }

  private void read(String file) {
    try (InputStream in = ConformanceTable.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file);
      }
      int number = 0;
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        number++;
        try {
          line(line);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
      finishCase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    int space = line.indexOf(' ');
    String rest = space < 0 ? "" : line.substring(space + 1);
    switch (space < 0 ? line : line.substring(0, space)) {
      case "", "#" -> {}
      case "==" -> {
        finishCase();
        section = rest;
      }
      case "--" -> {
        finishCase();
        name = rest;
      }
      case "@" -> request(rest);
      case "@+" -> handshake.add(rest);
      case "@-" -> handshake.remove(rest);
      case "=" -> answer(rest);
      case "=-" -> handshake.expectNoHeader(rest);
      case ">" -> steps.add(Notation.sent(rest));
      case "<" -> steps.add(new ConformanceCase.Expect(Notation.expected(rest)));
      default -> throw new IllegalArgumentException("what is this? " + line);
    }
  }

  private void request(String line) {
    if (line.matches(".* HTTP/.*")) {
      handshake.requestLine(line);
    } else {
      handshake.replace(line);
    }
  }

  private void answer(String line) {
    if (line.matches("[0-9]{3}")) {
      handshake.expectStatus(Integer.parseInt(line));
    } else {
      handshake.expectHeader(line);
    }
  }

  private void finishCase() {
    if (!name.isEmpty()) {
      boolean closed =
          steps.stream()
              .anyMatch(
                  step ->
                      step instanceof ConformanceCase.Expect expect && expect.frame().isClose());
      if (handshake.isAccepted() && !closed) {
        steps.add(Notation.sent("close 1000"));
        steps.add(new ConformanceCase.Expect(Notation.expected("close 1000 \"\"")));
      }
      cases.add(new ConformanceCase(section, name, handshake, steps));
    }
    name = "";
    handshake = new HandshakeOfCase();
    steps = new ArrayList<>();
  }
}
