package io.lifeline.load.peer;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the publications that a peer got and whether any was missing: those of a scenario carry
 * {@code "n":} and a number that grows by one. Written by one thread, read by any.
 */
final class Received {
  private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

  private final LongAdder publications = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder pongs = new LongAdder();
  private long next = -1;

  void onText(byte[] utf8) {
    String start = new String(utf8, 0, Math.min(utf8.length, 512), StandardCharsets.UTF_8);
    Matcher matcher = NUMBER.matcher(start);
    if (!matcher.find()) {
      return;
    }
    long number = Long.parseLong(matcher.group(1));
    if (next >= 0 && number != next) {
      gaps.increment();
    }
    next = number + 1;
    publications.increment();
  }

  void onPong() {
    pongs.increment();
  }

  long pongs() {
    return pongs.sum();
  }

  long publications() {
    return publications.sum();
  }

  /** How many times the next number was not the expected one. */
  long gaps() {
    return gaps.sum();
  }
}
