/**
 * The wire protocols that Lifeline speaks inside a WebSocket. A dialect turns what clients send
 * into {@link io.lifeline.connection.dialect.ClientCommand}s and what the node says into bytes.
 */
@NullMarked
package io.lifeline.connection.dialect;

import org.jspecify.annotations.NullMarked;
