package io.lifeline.connection.compression;

import io.lifeline.connection.handshake.Extension;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An offer of permessage-deflate that may be accepted (RFC 7692 section 7.1).
 *
 * @param clientNoContextTakeover the client will begin each message without what came before
 * @param serverWindowBits the largest window that we may use, or null if the client does not say
 * @param clientWindow what the client says of its own window, or null if we may not speak of it
 */
record DeflateOffer(
    boolean clientNoContextTakeover,
    @Nullable Integer serverWindowBits,
    @Nullable ClientWindow clientWindow) {
  static final String NAME = "permessage-deflate";
  static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
  static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
  static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
  static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

  /**
   * The client lets us limit its window.
   *
   * @param bits the most that it will use anyway, 15 if it does not say
   * @param said whether it did
   */
  record ClientWindow(int bits, boolean said) {}

  /** Empty if it must be declined: a parameter that is unknown, repeated or has a wrong value. */
  static Optional<DeflateOffer> of(Extension offer) {
    if (!offer.name().equals(NAME)) {
      return Optional.empty();
    }
    boolean clientNoContextTakeover = false;
    Integer serverWindowBits = null;
    ClientWindow clientWindow = null;
    Set<String> seen = new HashSet<>();
    for (Extension.Parameter parameter : offer.parameters()) {
      if (!seen.add(parameter.name()) || !isValid(parameter)) {
        return Optional.empty();
      }
      String value = parameter.value();
      switch (parameter.name()) {
        case CLIENT_NO_CONTEXT_TAKEOVER -> clientNoContextTakeover = true;
        case SERVER_MAX_WINDOW_BITS -> serverWindowBits = bits(value);
        case CLIENT_MAX_WINDOW_BITS ->
            clientWindow =
                new ClientWindow(value == null ? Window.MAX_BITS : bits(value), value != null);
        default -> {} // our messages never refer to earlier ones, whether it was asked for or not
      }
    }
    return Optional.of(new DeflateOffer(clientNoContextTakeover, serverWindowBits, clientWindow));
  }

  private static boolean isValid(Extension.Parameter parameter) {
    String value = parameter.value();
    return switch (parameter.name()) {
      case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> value == null;
      case SERVER_MAX_WINDOW_BITS -> bits(value) > 0;
      case CLIENT_MAX_WINDOW_BITS -> value == null || bits(value) > 0;
      default -> false;
    };
  }

  /** 8 to 15, in decimal without leading zeros (section 7.1.2); 0 for anything else. */
  private static int bits(@Nullable String value) {
    return value != null && value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : 0;
  }
}
