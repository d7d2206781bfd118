package io.lifeline.connection;

import io.lifeline.connection.handshake.RequestHead;

/**
 * Seam: whether a page of this origin may connect (RFC 6455 section 10.2). Thread-safe, does not
 * block. A request without an {@code Origin} does not come from a browser.
 */
public interface OriginPolicy {
  boolean allows(RequestHead head);
}
