/**
 * The request head with which every connection begins, and the WebSocket opening handshake (RFC
 * 6455 section 4). Plain data structures, as in the framing.
 */
@NullMarked
package io.lifeline.connection.handshake;

import org.jspecify.annotations.NullMarked;
