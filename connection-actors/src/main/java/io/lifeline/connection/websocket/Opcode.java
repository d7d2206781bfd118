package io.lifeline.connection.websocket;

/** The frame types of RFC 6455 section 5.2. Those left out are reserved. */
final class Opcode {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  /** The longest payload of a control frame, in bytes. */
  static final int MAX_CONTROL_BYTES = 125;

  private Opcode() {}

  static boolean isControl(int opcode) {
    return (opcode & 0x8) != 0;
  }

  static boolean isReserved(int opcode) {
    return (opcode & 0x7) > 2;
  }
}
