package io.lifeline.connection.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a line: what white space divides, but for texts in quotes. */
final class Words {
  private static final Pattern WORD = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"])+");

  private Words() {}

  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
