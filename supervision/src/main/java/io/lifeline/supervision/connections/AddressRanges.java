package io.lifeline.supervision.connections;

import io.lifeline.telemetry.settings.SettingsReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks in CIDR notation, such as {@code 10.0.0.0/8} and {@code 2001:db8::/32}. */
public final class AddressRanges {
  private final List<Range> ranges;

  private AddressRanges(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /** No address at all. */
  public static AddressRanges none() {
    return new AddressRanges(List.of());
  }

  /** Reads a list of networks; one that is not a network goes to the reader as a problem. */
  static AddressRanges from(SettingsReader reader, String key) {
    List<Range> ranges = new ArrayList<>();
    for (String text : reader.texts(key)) {
      Range range = parse(text);
      if (range == null) {
        reader.reject(key, "networks such as 10.0.0.0/8 or 2001:db8::/32");
      } else {
        ranges.add(range);
      }
    }
    return new AddressRanges(ranges);
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Range range : ranges) {
      if (range.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** As they were written. */
  @Override
  public String toString() {
    return ranges.toString();
  }

  private static @Nullable Range parse(String text) {
    int slash = text.indexOf('/');
    // Only digits, hex digits, dots and colons: anything else would be looked up as a host's name.
    if (slash < 1 || !text.matches("[0-9a-fA-F:.]+/[0-9]{1,3}") || !text.matches(".*[:.].*")) {
      return null;
    }
    try {
      byte[] network = InetAddress.getByName(text.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(text.substring(slash + 1));
      return bits <= network.length * 8 ? new Range(text, network, bits) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static final class Range {
    private final String text;
    private final byte[] network;
    private final int bits;

    Range(String text, byte[] network, int bits) {
      this.text = text;
      this.network = network;
      this.bits = bits;
    }

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
