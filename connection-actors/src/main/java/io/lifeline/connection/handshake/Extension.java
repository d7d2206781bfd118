package io.lifeline.connection.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An extension that a client offers, or a server accepts (RFC 6455 section 9.1).
 *
 * @param name as it was sent
 * @param parameters in their order; one name may stand more than once
 */
public record Extension(String name, List<Parameter> parameters) {
  /**
   * @param value a token, without its quotes; null if the parameter has none
   */
  public record Parameter(String name, @Nullable String value) {}

  public Extension {
    parameters = List.copyOf(parameters);
  }

  /**
   * The elements of {@code Sec-WebSocket-Extensions}, in their order.
   *
   * @param lines of the header, if there are any
   * @return empty if they do not conform to the grammar
   */
  public static Optional<List<Extension>> parse(List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.of(List.of());
    }
    FieldParser parser = new FieldParser(String.join(",", lines));
    List<Extension> extensions = new ArrayList<>();
    do {
      parser.skipWhiteSpace();
      if (!isElementEmpty(parser)) {
        Extension extension = extension(parser);
        if (extension == null) {
          return Optional.empty();
        }
        extensions.add(extension);
      }
      parser.skipWhiteSpace();
    } while (parser.skip(','));
    return parser.isAtEnd() && !extensions.isEmpty() ? Optional.of(extensions) : Optional.empty();
  }

  /** Empty elements of a list count for nothing (RFC 9110 section 5.6.1). */
  private static boolean isElementEmpty(FieldParser parser) {
    return parser.isAtEnd() || parser.isNext(',');
  }

  private static @Nullable Extension extension(FieldParser parser) {
    String name = parser.token();
    if (name == null) {
      return null;
    }
    List<Parameter> parameters = new ArrayList<>();
    parser.skipWhiteSpace();
    while (parser.skip(';')) {
      parser.skipWhiteSpace();
      Parameter parameter = parameter(parser);
      if (parameter == null) {
        return null;
      }
      parameters.add(parameter);
      parser.skipWhiteSpace();
    }
    return new Extension(name, parameters);
  }

  private static @Nullable Parameter parameter(FieldParser parser) {
    String name = parser.token();
    if (name == null) {
      return null;
    }
    parser.skipWhiteSpace();
    if (!parser.skip('=')) {
      return new Parameter(name, null);
    }
    parser.skipWhiteSpace();
    String value = parser.isNext('"') ? parser.quotedString() : parser.token();
    return value == null || !HttpCharacters.isToken(value) ? null : new Parameter(name, value);
  }
}
