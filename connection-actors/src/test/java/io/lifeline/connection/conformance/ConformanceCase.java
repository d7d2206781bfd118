package io.lifeline.connection.conformance;

import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * One row of the table: a handshake and what is said after it.
 *
 * @param section of the RFC, with its title
 * @param name what must be true
 * @param steps after a handshake that is answered with 101; the last is a close frame in one
 *     direction or the other
 */
public record ConformanceCase(
    String section, String name, HandshakeOfCase handshake, List<Step> steps) {
  public ConformanceCase {
    steps = List.copyOf(steps);
  }

  /** What one side does. */
  public sealed interface Step {}

  /** The client sends bytes. */
  public record Send(ByteString bytes) implements Step {}

  /** The server sends a frame. */
  public record Expect(ExpectedFrame frame) implements Step {}

  @Override
  public String toString() {
    return section + ": " + name;
  }
}
