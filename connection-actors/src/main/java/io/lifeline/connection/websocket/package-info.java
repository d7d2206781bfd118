/**
 * RFC 6455 framing as plain data structures: bytes in, events out, and back. No actor, no stream,
 * no socket.
 */
@NullMarked
package io.lifeline.connection.websocket;

import org.jspecify.annotations.NullMarked;
