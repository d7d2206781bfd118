package io.lifeline.edge.cli;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** By what {@code lifeline top} sorts the groups, and the key that chooses it. */
enum TopOrder {
  ACTORS('a'),
  GROWTH('g'),
  MAILBOX('m'),
  LARGEST('l'),
  CHILDREN('c'),
  PATTERN('p');

  private final char key;

  TopOrder(char key) {
    this.key = key;
  }

  /** The most first; what is equal, by pattern. */
  Comparator<TopView.Row> mostFirst() {
    return Comparator.comparingLong((TopView.Row row) -> figure(row))
        .reversed()
        .thenComparing(row -> row.group().pattern());
  }

  private long figure(TopView.Row row) {
    TopLook.Group group = row.group();
    return switch (this) {
      case ACTORS -> group.actors();
      case GROWTH -> row.grown();
      case MAILBOX -> group.mailbox();
      case LARGEST -> group.largest();
      case CHILDREN -> group.children();
      case PATTERN -> 0;
    };
  }

  static Optional<TopOrder> ofKey(int key) {
    return Stream.of(values()).filter(order -> order.key == key).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
