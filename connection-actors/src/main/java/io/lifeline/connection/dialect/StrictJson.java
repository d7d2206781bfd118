package io.lifeline.connection.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * JSON as RFC 8259 has it and no more: no duplicate keys, nesting up to {@value #MAX_DEPTH}. Field
 * names are not shared between parsers, so that no peer can fill or slow a table that others use.
 */
final class StrictJson {
  static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private StrictJson() {}

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /**
   * The value at which {@code parser} stands, as the peer wrote it in {@code text}: numbers keep
   * their digits. White space is taken out if there are line breaks in it. The parser then stands
   * at the value's end.
   */
  static String value(JsonParser parser, String text) throws IOException {
    int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    parser.skipChildren();
    parser.finishToken();
    int end = Math.toIntExact(parser.currentLocation().getCharOffset());
    String value = text.substring(start, end);
    return value.indexOf('\n') < 0 && value.indexOf('\r') < 0 ? value : withoutSpace(value);
  }

  /** A line break in valid JSON is always between tokens, since strings cannot contain it. */
  private static String withoutSpace(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      inString ^= c == '"';
      if (inString || !(c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
