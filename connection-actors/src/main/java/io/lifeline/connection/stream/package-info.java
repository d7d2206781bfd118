/**
 * The stream of one connection: the gate that reads the request head, the WebSocket stage behind
 * it, and the handle through which the connection's actors speak to both.
 */
@NullMarked
package io.lifeline.connection.stream;

import org.jspecify.annotations.NullMarked;
