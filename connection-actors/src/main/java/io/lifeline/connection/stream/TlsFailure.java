package io.lifeline.connection.stream;

/**
 * With this the bytes of a socket that speaks TLS fail when the peer breaks the rules: it speaks no
 * TLS, none that both sides know, shows no certificate that is trusted, or sends forged records.
 * Any other failure is the socket's.
 *
 * <p>It is an end like any other, and anyone can cause it, so it carries no stack trace.
 */
public final class TlsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param detail what was wrong, in a few words for the log
   */
  public TlsFailure(String detail) {
    super(detail, null, false, false);
  }

  /** What was wrong. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
