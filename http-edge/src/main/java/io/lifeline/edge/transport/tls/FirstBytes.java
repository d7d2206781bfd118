package io.lifeline.edge.transport.tls;

import org.apache.pekko.util.ByteString;

/** Tells by its first bytes what a peer speaks. */
enum FirstBytes {
  TLS,
  /** A request line, as far as it has come (RFC 9112 section 3). */
  PLAIN_HTTP,
  OTHER,
  /** More bytes will tell. */
  UNDECIDED;

  /** So many bytes suffice. */
  static final int ENOUGH = 8;

  private static final int HANDSHAKE_RECORD = 22;

  static FirstBytes of(ByteString bytes) {
    if (bytes.isEmpty()) {
      return UNDECIDED;
    }
    if (bytes.apply(0) == HANDSHAKE_RECORD) {
      return TLS;
    }
    for (int i = 0; i < Math.min(bytes.length(), ENOUGH); i++) {
      byte character = bytes.apply(i);
      if (character == ' ' && i > 0) {
        return PLAIN_HTTP;
      } else if (character < 'A' || character > 'Z') {
        return OTHER;
      }
    }
    return bytes.length() < ENOUGH ? UNDECIDED : OTHER;
  }
}
