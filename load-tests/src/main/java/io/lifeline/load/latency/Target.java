package io.lifeline.load.latency;

import java.net.InetSocketAddress;

/**
 * The server to measure.
 *
 * @param subscribePath where a WebSocket receives every message
 * @param publishPath where a WebSocket's text messages are published; it may receive them, too
 * @param text around each message, for servers whose clients speak in commands
 */
record Target(InetSocketAddress address, String subscribePath, String publishPath, Wrapping text) {
  /** What stands before and after the message's own text. */
  record Wrapping(String prefix, String suffix) {}
}
