package io.lifeline.connection.compression;

/** The sizes that RFC 7692 section 7.1.2 has for an LZ77 window, as powers of two. */
final class Window {
  static final int MIN_BITS = 8;
  static final int MAX_BITS = 15;

  private Window() {}

  /** The size in bytes. */
  static int bytes(int bits) {
    return 1 << bits;
  }
}
