package io.lifeline.telemetry.timeline;

/** What can happen to a connection before its end. */
public enum Happening {
  OPENING(0, "opening"),
  HTTP(1, "http"),
  ACTIVE(2, "active"),
  CLOSING(3, "closing"),
  /** A ping had no answer in time. */
  MISSED_BEAT(4, "missed beat"),
  /** A ping was answered, after others that were not. */
  ANSWERED(5, "answered again"),
  /** In the place of what was forgotten, since there was too much. */
  LEFT_OUT(6, "left out");

  private static final Happening[] BY_CODE = new Happening[values().length];

  static {
    for (Happening happening : values()) {
      BY_CODE[happening.code] = happening;
    }
  }

  private final int code;
  private final String label;

  Happening(int code, String label) {
    this.code = code;
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** A number from 0 on, for where there is no room for more. */
  int code() {
    return code;
  }

  static Happening of(int code) {
    return BY_CODE[code];
  }
}
