package io.lifeline.supervision.connections;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 address, of which one
 * subscriber of a provider usually has all.
 */
record AddressBlock(boolean v6, long bits) {
  static AddressBlock of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == Integer.BYTES
        ? new AddressBlock(false, ByteBuffer.wrap(bytes).getInt())
        : new AddressBlock(true, ByteBuffer.wrap(bytes).getLong());
  }
}
