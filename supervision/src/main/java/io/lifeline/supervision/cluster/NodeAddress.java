package io.lifeline.supervision.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.Address;

/** Where a node's cluster port is, written {@code host:port}; an IPv6 host stands in brackets. */
public record NodeAddress(String host, int port) {
  /** All actor systems of a cluster must have one name; which cluster it is, the settings say. */
  public static final String SYSTEM_NAME = "lifeline";

  private static final int MAX_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+\\]):([0-9]{1,5})");

  /** Empty if the text is no {@code host:port} with a port of 1 to 65535. */
  static Optional<NodeAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    return port < 1 || port > MAX_PORT
        ? Optional.empty()
        : Optional.of(new NodeAddress(matcher.group(1), port));
  }

  /** Of a member of a cluster, which has both. */
  static NodeAddress of(Address address) {
    return new NodeAddress(address.getHost().orElseThrow(), address.getPort().orElseThrow());
  }

  Address toPekko() {
    return new Address("pekko", SYSTEM_NAME, host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
