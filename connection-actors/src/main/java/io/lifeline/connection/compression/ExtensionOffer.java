package io.lifeline.connection.compression;

import io.lifeline.connection.handshake.HttpCharacters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1): an extension that the
 * client offers, with parameters. An element that does not follow the grammar is left out, which
 * declines it: the handshake goes on without.
 */
record ExtensionOffer(String name, List<Parameter> parameters) {
  /**
   * @param value null where the parameter has none; without the quotes if it had some
   */
  record Parameter(String name, @Nullable String value) {}

  ExtensionOffer {
    parameters = List.copyOf(parameters);
  }

  /** The well-formed offers of all header lines, in the client's order of preference. */
  static List<ExtensionOffer> parse(List<String> headerValues) {
    List<ExtensionOffer> offers = new ArrayList<>();
    for (String value : headerValues) {
      for (String element : split(value, ',')) {
        ExtensionOffer offer = element(element);
        if (offer != null) {
          offers.add(offer);
        }
      }
    }
    return offers;
  }

  private static @Nullable ExtensionOffer element(String element) {
    List<String> parts = split(element, ';');
    String name = parts.get(0).strip();
    if (!HttpCharacters.isToken(name)) {
      return null;
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      Parameter parameter = parameter(part);
      if (parameter == null) {
        return null;
      }
      parameters.add(parameter);
    }
    return new ExtensionOffer(name, parameters);
  }

  private static @Nullable Parameter parameter(String part) {
    int equals = part.indexOf('=');
    String name = (equals < 0 ? part : part.substring(0, equals)).strip();
    if (!HttpCharacters.isToken(name)) {
      return null;
    }
    if (equals < 0) {
      return new Parameter(name, null);
    }
    String value = unquoted(part.substring(equals + 1).strip());
    return HttpCharacters.isToken(value) ? new Parameter(name, value) : null;
  }

  /** What is between the quotes, if there are some; what is left of a broken one is no token. */
  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }

  /** Splits at a separator that is not within quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
