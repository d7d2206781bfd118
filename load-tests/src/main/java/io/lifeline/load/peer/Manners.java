package io.lifeline.load.peer;

/** How a peer behaves once its WebSocket is open. */
public enum Manners {
  /** Does all that RFC 6455 asks for. */
  POLITE(true, true, true),

  /** Reads, and does not answer pings. */
  SILENT(false, true, true),

  /** Never reads again, so that the kernel's buffers fill; it answers nothing. */
  DEAF(false, false, false),

  /** Answers pings and ignores a close frame. */
  STUBBORN(true, true, false);

  private final boolean answersPings;
  private final boolean reads;
  private final boolean answersClose;

  Manners(boolean answersPings, boolean reads, boolean answersClose) {
    this.answersPings = answersPings;
    this.reads = reads;
    this.answersClose = answersClose;
  }

  boolean answersPings() {
    return answersPings;
  }

  boolean reads() {
    return reads;
  }

  /** With a close frame of its own and the end of the stream. */
  boolean answersClose() {
    return answersClose;
  }
}
